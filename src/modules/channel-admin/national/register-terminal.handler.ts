import { Inject } from '@nestjs/common';
import { chinaDate, CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { buildTerminalFilingNumber, provinceOfDivision } from '../../../protocol/identifiers.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { InstitutionStore } from '../../../registry/institution/institution.store.js';
import { TerminalStore } from '../../../registry/institution/terminal.store.js';
import { ProvinceNotices } from './province-notices.js';

type Row = typeof transactions.registerTerminal;
type Output = ShapeType<Row['output']>;

/** 7.2.1.1, table 1: enters an acceptance terminal and assigns its filing number, unique nationwide. */
@Handles(transactions.registerTerminal)
export class RegisterTerminalHandler implements Handler<Row> {
  constructor(
    private readonly institutions: InstitutionStore, private readonly terminals: TerminalStore, private readonly notices: ProvinceNotices,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ input, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const institution = await this.institutions.require(input.orgId);
    return act({ subject: input.orgId, facts: { kind: input.kind } }, async () => {
      const filedOn = chinaDate(this.clock.now()).replaceAll('-', '');
      const filingNumber = buildTerminalFilingNumber({
        province: provinceOfDivision(institution.division), year: Number(filedOn.slice(0, 4)), serial: (await this.terminals.count()) + 1,
      });
      const record = { ...input, filingNumber, filedOn, user: institution.name, standing: 'active' as const };
      await this.terminals.put(record);
      await this.notices.toProvinceOf(institution.division, input.orgId, transactions.syncTerminal, { record });
      return { filingNumber, filedOn };
    });
  }
}
