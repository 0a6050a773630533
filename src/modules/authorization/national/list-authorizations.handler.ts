import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import type { AuthorizationRecord } from '../../../protocol/transactions/authorization-record.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { ChannelStore } from '../../../registry/channel/channel.store.js';
import { ChannelAuthorizations } from './channel-authorizations.js';
import { OfficialChannel } from './official-channel.js';

type Row = typeof transactions.listAuthorizations;
type Output = ShapeType<Row['output']>;
type Listed = Output['authorizations'][number];

/** 4.7: the person sees, in the official channel, which channels of other parties may use the credential. */
@Handles(transactions.listAuthorizations)
export class ListAuthorizationsHandler implements Handler<Row> {
  constructor(
    private readonly official: OfficialChannel, private readonly authorizations: ChannelAuthorizations, private readonly channels: ChannelStore,
  ) {}

  async handle({ input, caller }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { credentialNumber } = await this.official.requirePerson(caller, input.authorizationCode);
    const listed = await Promise.all((await this.authorizations.findOfPerson(credentialNumber)).map((each) => this.listed(each)));
    return { authorizations: listed.filter((each) => each !== undefined) };
  }

  private async listed({ channelNumber, state, changedAt }: AuthorizationRecord): Promise<Listed | undefined> {
    const channel = await this.channels.find(channelNumber);
    return channel?.kind === 'third-party' ? { channelNumber, channelName: channel.name, state, changedAt } : undefined;
  }
}
