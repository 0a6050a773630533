import { Inject, Injectable } from '@nestjs/common';
import { IDS, type Ids } from '../../../kernel/ids.js';
import { parseChannelAuthorizationCode, type ChannelNumber, type CredentialNumber, type ProvinceCode } from '../../../protocol/identifiers.js';
import type { AuthorizationRecord, AuthorizationState } from '../../../protocol/transactions/authorization-record.js';
import { CredentialNotices } from '../../../registry/credential/credential-notices.js';
import { ChannelAuthorizationStore } from '../channel-authorization.store.js';

export interface Grant {
  readonly channelNumber: ChannelNumber;
  readonly credentialNumber: CredentialNumber;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The insured provinces, and at an activation the business place's (6.1.3.3 d). */
  readonly provinces: readonly ProvinceCode[];
}

/** The master of all channel authorizations. What changes is put on its way to the provinces, in the open unit of work. */
@Injectable()
export class ChannelAuthorizations {
  constructor(
    private readonly authorizations: ChannelAuthorizationStore, private readonly notices: CredentialNotices, @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** What this person and this channel have agreed last; undefined where they never did. */
  findOfPair(channelNumber: string, credentialNumber: CredentialNumber): Promise<AuthorizationRecord | undefined> {
    return this.authorizations.findOfPair(channelNumber, credentialNumber);
  }

  /** The last agreement of a person or a unit with each channel, the latest first. */
  async findLatestOf(credentialNumber: CredentialNumber): Promise<AuthorizationRecord[]> {
    const all = await this.authorizations.findOfCredential(credentialNumber);
    return all.filter((each, index) => all.findIndex((other) => other.channelNumber === each.channelNumber) === index);
  }

  /** Makes a channel authorization code. One that this pair still has is revoked: it never works again. */
  async grant({ channelNumber, credentialNumber, at, provinces }: Grant): Promise<AuthorizationRecord> {
    const last = await this.findOfPair(channelNumber, credentialNumber);
    const ended = last === undefined || last.state === 'revoked' ? last : await this.change(last, 'revoked', at);
    const authorizationCode = parseChannelAuthorizationCode(this.ids.upper(32));
    const record: AuthorizationRecord = { authorizationCode, channelNumber, credentialNumber, state: 'granted', changedAt: after(ended, at) };
    await this.authorizations.put(record);
    await this.notices.tellAuthorization(record, provinces);
    return record;
  }

  /** Gives an authorization another state; whether that may be is judged before. */
  async change(record: AuthorizationRecord, state: AuthorizationState, at: number): Promise<AuthorizationRecord> {
    const changed = { ...record, state, changedAt: after(record, at) };
    await this.authorizations.put(changed);
    await this.notices.tellChangedAuthorization(changed);
    return changed;
  }

  /** 4.4: no channel holds anything of a credential that is over. */
  async revokeAll(credentialNumber: CredentialNumber, at: number): Promise<void> {
    const live = (await this.authorizations.findOfCredential(credentialNumber)).filter((each) => each.state !== 'revoked');
    for (const each of live) await this.change(each, 'revoked', at);
  }
}

/** Later than what was told before, also when the clock was set back: a receiver keeps the newest word. */
const after = (before: AuthorizationRecord | undefined, at: number): number => Math.max(at, before === undefined ? 0 : before.changedAt + 1);
