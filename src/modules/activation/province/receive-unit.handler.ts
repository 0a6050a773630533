import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { UnitCredentialStore } from '../../../registry/unit/unit-credential.store.js';

type Row = typeof transactions.syncUnit;
type Output = ShapeType<Row['output']>;

/** 6.1.2.3 c, INT-69: a province where a unit is registered learns how its credential stands and who acts for it. */
@Handles(transactions.syncUnit)
export class ReceiveUnitHandler implements Handler<Row> {
  constructor(private readonly credentials: UnitCredentialStore, @Inject(CLOCK) private readonly clock: Clock) {}

  handle({ input: { record }, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    return act({ subject: record.credentialNumber, facts: { state: record.state } }, async () => {
      await this.credentials.takeOver(record);
      return { effectiveAt: this.clock.now() };
    });
  }
}
