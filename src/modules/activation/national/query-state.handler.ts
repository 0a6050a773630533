import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { requireValidNumber } from '../../../protocol/identity-documents.js';
import { refuse } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { ChannelStore } from '../../../registry/channel/channel.store.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { InsuredPersonStore } from '../../../registry/person/insured-person.store.js';
import { ChannelAuthorizations } from '../../authorization/national/index.js';
import { nextFlow } from '../state.rules.js';

type Row = typeof transactions.queryState;
type Output = ShapeType<Row['output']>;

/** 6.1.2.3 b 状态判断: whether the credential is activated, whether this channel may use it, and which flow comes next. */
@Handles(transactions.queryState)
export class QueryStateHandler implements Handler<Row> {
  constructor(
    private readonly people: InsuredPersonStore, private readonly credentials: CredentialStore, private readonly channels: ChannelStore,
    private readonly authorizations: ChannelAuthorizations,
  ) {}

  async handle({ input, caller }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    requireValidNumber(input);
    const { personId } = await this.people.require(input);
    const credential = await this.credentials.findOfPerson(personId);
    if (credential === undefined) throw refuse('credentialNotFound');
    const channel = await this.channels.find(caller.ownerId);
    if (channel === undefined) throw refuse('channelNotFound');
    const authorization = await this.authorizations.findOfPair(channel.channelNumber, credential.credentialNumber);
    const next = nextFlow(credential.state, channel.kind, authorization?.state);
    return { credentialState: credential.state, authorized: next === 'use', next, authorizationState: authorization?.state };
  }
}
