import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { OwnState } from '../own-state.js';

type Row = typeof transactions.queryTierState;
type Output = ShapeType<Row['output']>;

/** 5.2.1: tells the management centre how this province is; reads only. // INT-98 */
@Handles(transactions.queryTierState)
export class ReportStateHandler implements Handler<Row> {
  constructor(private readonly own: OwnState) {}

  handle({ input }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    return this.own.take(input.lagsSince);
  }
}
