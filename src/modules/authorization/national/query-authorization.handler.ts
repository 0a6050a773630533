import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { refuse } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { InsuredPersonStore } from '../../../registry/person/insured-person.store.js';
import { ChannelAuthorizations } from './channel-authorizations.js';

type Row = typeof transactions.queryAuthorization;
type Output = ShapeType<Row['output']>;

/** A channel looks whether what a person gave it still holds; it may have been suspended or revoked elsewhere (4.7). No record is `500006`. */
@Handles(transactions.queryAuthorization)
export class QueryAuthorizationHandler implements Handler<Row> {
  constructor(
    private readonly people: InsuredPersonStore, private readonly credentials: CredentialStore, private readonly authorizations: ChannelAuthorizations,
  ) {}

  async handle({ input, caller }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { personId } = await this.people.require(input);
    const credential = await this.credentials.findOfPerson(personId);
    const found = credential && (await this.authorizations.findOfPair(caller.ownerId, credential.credentialNumber));
    if (found === undefined) throw refuse('authorizationNotFound', { diagnosis: 'this person has never authorized this channel with the present credential' });
    return { state: found.state, changedAt: found.changedAt };
  }
}
