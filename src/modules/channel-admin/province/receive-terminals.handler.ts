import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { TerminalStore } from '../../../registry/institution/terminal.store.js';

type Row = typeof transactions.syncTerminals;
type Output = ShapeType<Row['output']>;

/** 7.2.1.1: a province learns of terminals of its institutions. */
@Handles(transactions.syncTerminals)
export class ReceiveTerminalsHandler implements Handler<Row> {
  constructor(private readonly terminals: TerminalStore, @Inject(CLOCK) private readonly clock: Clock) {}

  handle({ input: { records }, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const [{ filingNumber, standing }] = records;
    return act({ subject: filingNumber, facts: { standing, terminals: records.length } }, async () => {
      await this.terminals.put(records);
      return { effectiveAt: this.clock.now() };
    });
  }
}
