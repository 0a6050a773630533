import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { TerminalStore } from '../../../registry/institution/terminal.store.js';

type Row = typeof transactions.syncTerminal;
type Output = ShapeType<Row['output']>;

/** 7.2.1.1: a province learns of a terminal of its institutions. */
@Handles(transactions.syncTerminal)
export class ReceiveTerminalHandler implements Handler<Row> {
  constructor(private readonly terminals: TerminalStore, @Inject(CLOCK) private readonly clock: Clock) {}

  handle({ input: { record }, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    return act({ subject: record.orgId, facts: { standing: record.standing } }, async () => {
      await this.terminals.put(record);
      return { effectiveAt: this.clock.now() };
    });
  }
}
