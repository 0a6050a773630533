import type { Call } from '../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../protocol/shape.js';
import { transactions } from '../../protocol/transactions/index.js';
import { BookedBusinessStore } from './booked-business.store.js';
import { TokenCheck } from './token-check.js';

type Row = typeof transactions.handleInsurance;
type Output = ShapeType<Row['output']>;

/** 6.3.2.2 from the other side: takes a business, has its token verified by the mid-platform (A.1.7), and books it under a receipt number. */
@Handles(transactions.handleInsurance)
export class HandleInsuranceHandler implements Handler<Row> {
  constructor(private readonly books: BookedBusinessStore, private readonly tokens: TokenCheck) {}

  async handle(call: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { handlingNo, businessType, ecToken, insuredData } = call.input;
    const before = await this.books.find(handlingNo);
    if (before !== undefined) return before;
    const { idType, idNo, userName, insuOrg } = insuredData;
    await this.tokens.require({ ecToken, tokenCheckedHere: ecToken !== undefined, idType, idNo, userName }, call.derivedId('token'));
    return call.act({ subject: handlingNo, facts: { businessType } }, () => this.books.book({ handlingNo, businessType, insuOrg }, call.at));
  }
}
