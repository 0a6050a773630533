import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { refuse } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { requireOwnCode } from '../authorization.rules.js';
import { ChannelAuthorizationStore } from '../channel-authorization.store.js';

type Row = typeof transactions.exchangeCredential;
type Output = ShapeType<Row['output']>;

/** 6.2.2.2 b 2: a business place does not know the person behind an authorization code and asks national. */
@Handles(transactions.exchangeCredential)
export class ExchangeCredentialHandler implements Handler<Row> {
  constructor(private readonly authorizations: ChannelAuthorizationStore, private readonly credentials: CredentialStore) {}

  async handle({ input }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const authorization = await this.authorizations.find(input.authorizationCode);
    if (authorization === undefined) throw refuse('authorizationCodeInvalid', { diagnosis: 'national knows no such authorization code' });
    requireOwnCode(authorization, input.channelNumber);
    const credential = await this.credentials.find(authorization.credentialNumber);
    if (credential === undefined) throw refuse('credentialNotFound');
    return { credential, authorization };
  }
}
