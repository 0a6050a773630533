import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../kernel/dispatch/caller.js';
import type { ChannelAuthorizationCode } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import { ChannelStore } from '../../../registry/channel/channel.store.js';
import { CodeHolders } from './code-holders.js';

/** 4.7: in the official channel, and only there, a person manages the authorizations of the others. */
@Injectable()
export class OfficialChannel {
  constructor(private readonly channels: ChannelStore, private readonly holders: CodeHolders) {}

  /** The person behind the code that the official channel holds; another kind of channel is `-4`. */
  async requirePerson(caller: Caller, code: ChannelAuthorizationCode): Promise<CredentialRecord> {
    const channel = await this.channels.find(caller.ownerId);
    if (channel?.kind !== 'official') throw refuse('forbidden', { diagnosis: 'authorizations are managed in the official channel (4.7)' });
    return this.holders.require(code, caller.ownerId);
  }
}
