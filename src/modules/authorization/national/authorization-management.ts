import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import { parseChannelNumber, type CredentialNumber, type PoolingArea } from '../../../protocol/identifiers.js';
import { refuse, refuseField, type Refusal } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import type { AuthorizationRecord } from '../../../protocol/transactions/authorization-record.js';
import type { AuthorizationChange } from '../../../protocol/transactions/change-authorization.js';
import type { transactions } from '../../../protocol/transactions/index.js';
import { ChannelStore } from '../../../registry/channel/channel.store.js';
import { provincesOf } from '../../../registry/province/peer-names.js';
import { stateAfter } from '../authorization.rules.js';
import { ChannelAuthorizations } from './channel-authorizations.js';

type Listed = ShapeType<typeof transactions.listAuthorizations.output>['authorizations'][number];

/** An activated credential, a person's or a unit's. */
interface InUse {
  readonly credentialNumber: CredentialNumber;
  readonly insuredPlaces: readonly { readonly poolingArea: PoolingArea }[];
}

/** The authorization the channel gets, and whether it was made now (1) or stood before (0). */
export interface Granted {
  readonly record: AuthorizationRecord;
  readonly made: 0 | 1;
}

/** What stood before the person was asked to confirm, and when that was done. */
interface Confirmed {
  readonly before: AuthorizationRecord | undefined;
  /** Epoch milliseconds. */
  readonly at: number;
  /** What becomes of a confirmation for a channel that is authorized already. */
  readonly again: 'refused' | 'same code';
}

/** What the holder of a credential agrees with channels (4.6, 4.7), the same for persons and units. */
@Injectable()
export class AuthorizationManagement {
  constructor(
    private readonly authorizations: ChannelAuthorizations, private readonly channels: ChannelStore, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What the holder and the current channel have agreed last. */
  last(caller: string, credentialNumber: CredentialNumber): Promise<AuthorizationRecord | undefined> {
    return this.authorizations.findOfPair(parseChannelNumber(caller), credentialNumber);
  }

  /**
   * 6.1.4.3 b: authorizes the current channel; every insured province learns it. A channel that was authorized already is refused with `500009`, one that
   * was authorized meanwhile with `500010`; the official one gets the code that is valid still (INT-41), and so does any that the person comes from to a
   * page of the platform's (INT-133). In the open unit of work.
   */
  async grant(caller: string, { credentialNumber, insuredPlaces }: InUse, { before, at, again }: Confirmed): Promise<Granted | Refusal> {
    const channelNumber = parseChannelNumber(caller);
    const last = await this.last(caller, credentialNumber);
    if (last?.state !== 'granted') {
      const provinces = provincesOf(insuredPlaces.map((place) => place.poolingArea));
      return { record: await this.authorizations.grant({ channelNumber, credentialNumber, at, provinces }), made: 1 };
    }
    if (again === 'same code' || (await this.isOfficial(caller))) return { record: last, made: 0 };
    // INT-119: whoever comes second of two that came at once is told so: nothing was granted before the person was asked.
    return before?.state === 'granted'
      ? refuse('authorizationExists', { diagnosis: 'this channel is authorized already' })
      : refuse('authorizationWriteFailed', { diagnosis: 'another request has written the authorization meanwhile' });
  }

  /** 4.7: which channels of other parties may use a credential. */
  async list(credentialNumber: CredentialNumber): Promise<Listed[]> {
    const listed = await Promise.all((await this.authorizations.findLatestOf(credentialNumber)).map((each) => this.listed(each)));
    return listed.filter((each) => each !== undefined);
  }

  /** 4.7: suspends, restores or revokes; every province that holds it learns of it. None is `500040`. In the open unit of work. */
  async change(credentialNumber: CredentialNumber, channelNumber: string, change: AuthorizationChange): Promise<AuthorizationRecord> {
    const found = await this.authorizations.findOfPair(channelNumber, credentialNumber);
    if (found === undefined) throw refuse('personAuthorizationNotFound', { diagnosis: 'this channel was never authorized' });
    return this.authorizations.change(found, stateAfter(found.state, change), this.clock.now());
  }

  /** 4.5: an official channel works without authorization, so there is nothing to take away. Else `-2`. */
  async requireThirdParty(channelNumber: string): Promise<void> {
    if (!(await this.isOfficial(channelNumber))) return;
    throw refuseField('data.channelNumber', 'is an official channel, which needs no authorization');
  }

  private async isOfficial(channelNumber: string): Promise<boolean> {
    return (await this.channels.find(channelNumber))?.kind === 'official';
  }

  private async listed({ channelNumber, state, changedAt }: AuthorizationRecord): Promise<Listed | undefined> {
    const channel = await this.channels.find(channelNumber);
    return channel?.kind === 'third-party' ? { channelNumber, channelName: channel.name, state, changedAt } : undefined;
  }
}
