import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { AskedAuthorizations } from './asked-authorizations.js';

type Row = typeof transactions.exchangeCredential;
type Output = ShapeType<Row['output']>;

/** 6.2.2.2 b 2: tells a business place the person behind an authorization code. */
@Handles(transactions.exchangeCredential)
export class ExchangeCredentialHandler implements Handler<Row> {
  constructor(private readonly asked: AskedAuthorizations, private readonly credentials: CredentialStore) {}

  async handle(call: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { holder: credential, authorization } = await this.asked.answer(call, (credentialNumber) => this.credentials.find(credentialNumber));
    return { credential, authorization };
  }
}
