import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { parseChannelNumber, type CredentialNumber } from '../../../protocol/identifiers.js';
import { refuse, Refusal } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import type { AuthorizationRecord } from '../../../protocol/transactions/authorization-record.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { ChannelStore } from '../../../registry/channel/channel.store.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { countedFor } from '../../../registry/person/insured-places.rules.js';
import { provincesOf } from '../../../registry/province/peer-names.js';
import { requireActivated } from '../authorization.rules.js';
import { ChannelAuthorizations } from './channel-authorizations.js';
import { KnownPersons } from './known-persons.js';
import { PersonConfirmation } from './person-confirmation.js';

type Row = typeof transactions.grantAuthorization;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/** The authorization the channel gets, and whether it was made now (1) or stood before (0). */
interface Granted {
  readonly record: AuthorizationRecord;
  readonly made: 0 | 1;
}

/** What this person and this channel have agreed last. */
type Last = AuthorizationRecord | undefined;

/**
 * 6.1.4.3 a–b, 4.6: the person of an activated credential authorizes the current channel, which hands over the real-name information. The official channel
 * needs no authorization (4.5); there the person enters in the same way and the channel gets the code by which it speaks for the person (INT-41).
 */
@Handles(transactions.grantAuthorization)
export class GrantAuthorizationHandler implements Handler<Row> {
  constructor(
    private readonly people: KnownPersons, private readonly credentials: CredentialStore, private readonly channels: ChannelStore,
    private readonly confirmation: PersonConfirmation, private readonly authorizations: ChannelAuthorizations, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ input, caller, at, act }: Call<Input, Output>): Promise<Output> {
    const known = await this.people.require(input, input);
    const { credentialNumber } = known;
    const before = await this.findLast(caller.ownerId, credentialNumber);
    const judge = await this.confirmation.weigh(credentialNumber, input, at);
    let made = 0;
    return act({ subject: credentialNumber, facts: countedFor(known), factsOf: () => ({ made }) }, async () => {
      const now = this.clock.now();
      const granted = (await judge(now)) ?? (await this.grant(caller.ownerId, credentialNumber, before, now));
      if (granted instanceof Refusal) return granted;
      made = granted.made;
      const { authorizationCode, state, changedAt } = granted.record;
      return { authorizationCode, state, changedAt };
    });
  }

  /** In the open unit of work: the credential may have been superseded since the person was looked up. */
  private async grant(caller: string, credentialNumber: CredentialNumber, before: Last, at: number): Promise<Granted | Refusal> {
    const { insuredPlaces } = requireActivated(await this.credentials.find(credentialNumber));
    const channelNumber = parseChannelNumber(caller);
    const last = await this.findLast(caller, credentialNumber);
    if (last?.state !== 'granted') {
      const provinces = provincesOf(insuredPlaces.map((place) => place.poolingArea));
      return { record: await this.authorizations.grant({ channelNumber, credentialNumber, at, provinces }), made: 1 };
    }
    const official = (await this.channels.find(caller))?.kind === 'official';
    if (official) return { record: last, made: 0 };
    // INT-119: whoever comes second of two that came at once is told so: nothing was granted before the person was asked.
    return before?.state === 'granted'
      ? refuse('authorizationExists', { diagnosis: 'the person has authorized this channel already' })
      : refuse('authorizationWriteFailed', { diagnosis: 'another request has written the authorization meanwhile' });
  }

  private findLast(caller: string, credentialNumber: CredentialNumber): Promise<Last> {
    return this.authorizations.findOfPair(parseChannelNumber(caller), credentialNumber);
  }
}
