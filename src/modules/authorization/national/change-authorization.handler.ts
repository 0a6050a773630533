import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { refuse, refuseField } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { ChannelStore } from '../../../registry/channel/channel.store.js';
import { countedFor } from '../../../registry/person/insured-places.rules.js';
import { stateAfter } from '../authorization.rules.js';
import { ChannelAuthorizations } from './channel-authorizations.js';
import { OfficialChannel } from './official-channel.js';

type Row = typeof transactions.changeAuthorization;
type Output = ShapeType<Row['output']>;

/** 4.7: the person suspends, restores or revokes what a channel of another party was authorized to; every province that holds it learns of it. */
@Handles(transactions.changeAuthorization)
export class ChangeAuthorizationHandler implements Handler<Row> {
  constructor(
    private readonly official: OfficialChannel, private readonly channels: ChannelStore, private readonly authorizations: ChannelAuthorizations,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ input, caller, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { authorizationCode, channelNumber, change } = input;
    const person = await this.official.requirePerson(caller, authorizationCode);
    const { credentialNumber } = person;
    await this.requireThirdParty(channelNumber);
    return act({ subject: credentialNumber, facts: { channelNumber, change, ...countedFor(person) } }, async () => {
      // Again inside: between the look and the act the person may have changed identity (4.4) or entered elsewhere.
      await this.official.requirePerson(caller, authorizationCode);
      const found = await this.authorizations.findOfPair(channelNumber, credentialNumber);
      if (found === undefined) throw refuse('personAuthorizationNotFound', { diagnosis: 'the person has never authorized this channel' });
      const { state, changedAt } = await this.authorizations.change(found, stateAfter(found.state, change), this.clock.now());
      return { state, changedAt };
    });
  }

  /** 4.5: an official channel works without authorization, so there is nothing to take away. */
  private async requireThirdParty(channelNumber: string): Promise<void> {
    if ((await this.channels.find(channelNumber))?.kind !== 'official') return;
    throw refuseField('data.channelNumber', 'is an official channel, which needs no authorization');
  }
}
