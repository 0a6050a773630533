import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../kernel/dispatch/caller.js';
import type { ChannelAuthorizationCode } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import type { UnitRecord } from '../../../protocol/transactions/unit-record.js';
import { ChannelStore } from '../../../registry/channel/channel.store.js';
import { requireRepresentative } from '../../../registry/unit/mandate.rules.js';
import { CodeHolders } from './code-holders.js';

/** The two codes by which a channel says who acts for which unit. */
interface ActorCodes {
  readonly authorizationCode: ChannelAuthorizationCode;
  readonly unitAuthorizationCode: ChannelAuthorizationCode;
}

/** 4.7: in the official channel, and only there, a person manages the authorizations of the others, and the legal representative those of a unit. */
@Injectable()
export class OfficialChannel {
  constructor(private readonly channels: ChannelStore, private readonly holders: CodeHolders) {}

  /** The person behind the code that the official channel holds; another kind of channel is `-4`. */
  async requirePerson(caller: Caller, code: ChannelAuthorizationCode): Promise<CredentialRecord> {
    await this.requireOfficial(caller);
    return this.holders.require(code, caller.ownerId);
  }

  /** The unit, and its legal representative who acts here; anybody else, and another kind of channel, is `-4` (INT-66). */
  async requireRepresentative(caller: Caller, codes: ActorCodes): Promise<{ unit: UnitRecord; person: CredentialRecord }> {
    await this.requireOfficial(caller);
    const person = await this.holders.require(codes.authorizationCode, caller.ownerId);
    const unit = await this.holders.requireUnit(codes.unitAuthorizationCode, caller.ownerId);
    requireRepresentative(unit, person.credentialNumber);
    return { unit, person };
  }

  private async requireOfficial(caller: Caller): Promise<void> {
    const channel = await this.channels.find(caller.ownerId);
    if (channel?.kind !== 'official') throw refuse('forbidden', { diagnosis: 'authorizations are managed in the official channel (4.7)' });
  }
}
