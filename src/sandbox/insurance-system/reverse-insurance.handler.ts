import type { Call } from '../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../protocol/shape.js';
import { transactions } from '../../protocol/transactions/index.js';
import { InsuranceBooks } from './insurance-books.js';

type Row = typeof transactions.reverseInsurance;
type Output = ShapeType<Row['output']>;

/** 结算撤销 from the other side: gives back to fund and account what a settlement took. */
@Handles(transactions.reverseInsurance)
export class ReverseInsuranceHandler implements Handler<Row> {
  constructor(private readonly books: InsuranceBooks) {}

  handle({ input, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    return act({ subject: input.settlementNo }, () => this.books.reverse(input));
  }
}
