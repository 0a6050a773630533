import type { Call } from '../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../protocol/shape.js';
import { transactions } from '../../protocol/transactions/index.js';
import { InsuranceBooks } from './insurance-books.js';
import { TokenCheck } from './token-check.js';

type Row = typeof transactions.settleInsurance;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/** 6.4.2.2 c from the other side: takes an order, has the token verified by the mid-platform (A.1.7), settles by the published rules. */
@Handles(transactions.settleInsurance)
export class SettleInsuranceHandler implements Handler<Row> {
  constructor(private readonly books: InsuranceBooks, private readonly tokens: TokenCheck) {}

  async handle(call: Call<Input, Output>): Promise<Output> {
    const { input } = call;
    const before = await this.books.find(input);
    if (before !== undefined) return before;
    await this.tokens.require(input, call.derivedId('token'));
    return call.act({ subject: input.settlementNo, facts: { totalFen: input.totalFen } }, () => this.books.settle(input));
  }
}
