import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../kernel/dispatch/caller.js';
import { parseChannelNumber, type ChannelAuthorizationCode, type ChannelNumber, type CredentialNumber } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import type { AuthorizationRecord } from '../../../protocol/transactions/authorization-record.js';
import type { CredentialState } from '../../../protocol/transactions/credential-record.js';
import { ChannelStore } from '../../../registry/channel/channel.store.js';
import { ChannelAuthorizationStore, requireGranted, requireNotRevoked, requireOwnCode } from '../../authorization/province/index.js';
import { requireActivated } from '../display.rules.js';

/** Who stands behind an authorization code, and whether national had to be asked. */
export interface Known<R> {
  readonly credential: R;
  readonly authorization: AuthorizationRecord;
  readonly fetched: boolean;
}

/** Where the holders of one kind are found: here, or at national. */
export interface HolderSource<R> {
  find(credentialNumber: CredentialNumber): Promise<R | undefined>;
  /** In the open unit of work. */
  takeOver(record: R): Promise<void>;
  /** Outside any unit of work. */
  fetch(question: { authorizationCode: ChannelAuthorizationCode; channelNumber: ChannelNumber }): Promise<Omit<Known<R>, 'fetched'>>;
}

/** 6.2.2.2 b: who stands behind an authorization code that a channel shows at the business place. Known here: that; unknown: fetched from national. */
@Injectable()
export class HolderLookup {
  constructor(private readonly channels: ChannelStore, private readonly authorizations: ChannelAuthorizationStore) {}

  /** The holder of a code that this channel may use now (`500008`, `500003`), with a credential that is activated (`500001`). */
  async require<R extends { readonly state: CredentialState }>(source: HolderSource<R>, code: ChannelAuthorizationCode, caller: Caller): Promise<Known<R>> {
    const known = (await this.findHere(source, code)) ?? (await this.fetch(source, code, caller));
    requireOwnCode(known.authorization, caller.ownerId);
    await this.requireUsable(known);
    return known;
  }

  /**
   * Keeps what was fetched, and gives what stands here by now: an end of the credential or of the authorization may have arrived since the look (INT-45).
   * In the open unit of work.
   */
  async confirm<R extends { readonly state: CredentialState }>(source: HolderSource<R>, known: Known<R>): Promise<Known<R>> {
    if (known.fetched) {
      await source.takeOver(known.credential);
      await this.authorizations.put(known.authorization);
    }
    const now = (await this.findHere(source, known.authorization.authorizationCode)) ?? known;
    await this.requireUsable(now);
    return now;
  }

  private async findHere<R>(source: HolderSource<R>, code: ChannelAuthorizationCode): Promise<Known<R> | undefined> {
    const authorization = await this.authorizations.find(code);
    const credential = authorization && (await source.find(authorization.credentialNumber));
    return authorization && credential && { authorization, credential, fetched: false };
  }

  private async fetch<R>(source: HolderSource<R>, authorizationCode: ChannelAuthorizationCode, caller: Caller): Promise<Known<R>> {
    return { ...(await source.fetch({ authorizationCode, channelNumber: parseChannelNumber(caller.ownerId) })), fetched: true };
  }

  private async requireUsable({ authorization, credential }: Known<{ readonly state: CredentialState }>): Promise<void> {
    await this.requireAuthorized(authorization);
    requireActivated(credential);
    requireNotRevoked(authorization);
  }

  /** 4.5, 4.6: the official channel needs no authorization, a third-party channel does. */
  private async requireAuthorized(authorization: AuthorizationRecord): Promise<void> {
    const channel = await this.channels.find(authorization.channelNumber);
    if (channel === undefined) throw refuse('channelNotFound');
    if (channel.kind === 'third-party') requireGranted(authorization);
  }
}
