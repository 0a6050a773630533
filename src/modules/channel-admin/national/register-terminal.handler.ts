import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { refuseField } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { InstitutionStore } from '../../../registry/institution/institution.store.js';
import { requireOpen, TerminalRegistration } from './terminals/terminal-registration.js';

type Row = typeof transactions.registerTerminal;
type Output = ShapeType<Row['output']>;

/** 7.2.1.1, table 1: enters an acceptance terminal and assigns its filing number, unique nationwide. */
@Handles(transactions.registerTerminal)
export class RegisterTerminalHandler implements Handler<Row> {
  constructor(private readonly institutions: InstitutionStore, private readonly registration: TerminalRegistration) {}

  async handle({ input, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    return act({ subject: input.orgId, facts: { kind: input.kind } }, async () => {
      const institution = await this.institutions.require(input.orgId);
      requireOpen(institution, 'data.orgId');
      const [entered] = await this.registration.enter([{ wish: input, institution }]);
      if (entered.is === 'different') throw refuseField('data.mac', entered.reason);
      const { filingNumber, filedOn } = entered.record;
      return { filingNumber, filedOn };
    });
  }
}
