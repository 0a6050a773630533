import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { InstitutionStore } from '../../../registry/institution/institution.store.js';

type Row = typeof transactions.syncInstitution;
type Output = ShapeType<Row['output']>;

/** 7.1: a province learns of an institution in its area. */
@Handles(transactions.syncInstitution)
export class ReceiveInstitutionHandler implements Handler<Row> {
  constructor(private readonly institutions: InstitutionStore, @Inject(CLOCK) private readonly clock: Clock) {}

  handle({ input: { record }, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    return act({ subject: record.orgId, facts: { standing: record.standing } }, async () => {
      await this.institutions.put(record);
      return { effectiveAt: this.clock.now() };
    });
  }
}
