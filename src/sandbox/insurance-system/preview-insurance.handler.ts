import type { Call } from '../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../protocol/shape.js';
import { transactions } from '../../protocol/transactions/index.js';
import { InsuranceBooks } from './insurance-books.js';
import { TokenCheck } from './token-check.js';

type Row = typeof transactions.previewInsurance;
type Output = ShapeType<Row['output']>;

/** 预结算 from the other side: the token is verified as for a settlement, the same rules are applied, nothing is entered. */
@Handles(transactions.previewInsurance)
export class PreviewInsuranceHandler implements Handler<Row> {
  constructor(private readonly books: InsuranceBooks, private readonly tokens: TokenCheck) {}

  async handle(call: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    await this.tokens.require(call.input, call.derivedId('token'));
    return this.books.preview(call.input);
  }
}
