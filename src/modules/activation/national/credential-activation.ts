import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Facts } from '../../../kernel/dispatch/call.js';
import { parseChannelNumber, type CredentialNumber, type HandlingSerialNo, type RealPersonSerialNo } from '../../../protocol/identifiers.js';
import { refuse, type Refusal } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import type { transactions } from '../../../protocol/transactions/index.js';
import { CredentialNotices } from '../../../registry/credential/credential-notices.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { countedFor } from '../../../registry/person/insured-places.rules.js';
import { provincesOf } from '../../../registry/province/peer-names.js';
import { ChannelAuthorizations, CredentialPasswordStore, PasswordCheck } from '../../authorization/national/index.js';
import { requireHandling } from '../handling.rules.js';
import { requireGoodPassword } from '../password.rules.js';
import { HandlingStore, type OpenHandling } from './handling.store.js';
import { MobileBinding, type ProvenMobile } from './mobile-binding.js';

export type Activated = ShapeType<typeof transactions.activateCredential.output>;

/** The two serial numbers by which a channel says whose password is to be set: the real name and the real person were proven under them. */
export interface ProvenHandling {
  readonly handlingSerialNo: HandlingSerialNo;
  readonly realPersonSerialNo: RealPersonSerialNo;
}

export interface ActivationWish extends ProvenHandling, Partial<ProvenMobile> {
  /** The channel the activation goes through. */
  readonly channelNumber: string;
  readonly password: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** An activation whose password was weighed and hashed. */
export interface WeighedActivation {
  readonly subject: CredentialNumber;
  readonly facts: Facts;
  /** To be called inside the unit of work. A refusal that is returned is to be kept with what was written: a failure was counted. */
  readonly carryOut: () => Promise<Activated | Refusal>;
}

/** 6.1.3.3 b–d: a person sets the password and the credential is activated, whether the channel took the password or the platform's own page. */
@Injectable()
export class CredentialActivation {
  constructor(
    private readonly handlings: HandlingStore, private readonly credentials: CredentialStore, private readonly passwords: CredentialPasswordStore,
    private readonly passwordCheck: PasswordCheck, private readonly mobiles: MobileBinding, private readonly authorizations: ChannelAuthorizations,
    private readonly notices: CredentialNotices, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Whose credential a handling of this channel activates; the refusals are those of `requireHandling`, and `500001`. */
  async requirePerson(serialNo: HandlingSerialNo, channelNumber: string, at: number): Promise<CredentialRecord> {
    return this.requireCredential(requireHandling(await this.handlings.find(serialNo), channelNumber, at));
  }

  /** Whether real name and real person were proven under these numbers and nothing has come of it yet; else `500037`. */
  async requireProven({ handlingSerialNo, realPersonSerialNo }: ProvenHandling): Promise<void> {
    if (!(await this.handlings.isVerified(handlingSerialNo, realPersonSerialNo))) throw refuse('realPersonSerialNoInvalid');
  }

  /** Does what takes long, outside any unit of work. A password against the rules is `-2`. */
  async weigh(wish: ActivationWish): Promise<WeighedActivation> {
    const handling = requireHandling(await this.handlings.find(wish.handlingSerialNo), wish.channelNumber, wish.at);
    const credential = await this.requireCredential(handling);
    requireGoodPassword(wish.password, credential.idNo);
    const mobile = this.mobiles.requireBoth(wish);
    // Slow on purpose, and therefore before the unit of work that every other writer waits for.
    const hash = await this.passwordCheck.hash(wish.password);
    const carryOut = async (): Promise<Activated | Refusal> => {
      const wrongCode = mobile && (await this.mobiles.bind(wish.handlingSerialNo, credential.credentialNumber, mobile, this.clock.now()));
      return wrongCode ?? this.activate(wish, handling, hash);
    };
    return { subject: credential.credentialNumber, facts: countedFor(credential), carryOut };
  }

  private async activate({ handlingSerialNo, realPersonSerialNo }: ProvenHandling, handling: OpenHandling, hash: string): Promise<Activated> {
    const { credentialNumber } = handling;
    const now = this.clock.now();
    if (!(await this.handlings.finish(handlingSerialNo, realPersonSerialNo))) throw refuse('realPersonSerialNoInvalid');
    // INT-28: each valid credential is activated once (4.2).
    if (!(await this.credentials.move(credentialNumber, 'registered', 'activated', now))) {
      throw refuse('activationWriteFailed', { diagnosis: 'the credential is activated already' });
    }
    await this.passwords.set(credentialNumber, hash, now);
    const authorization = await this.tellProvinces(handling, now);
    return { credentialState: 'activated', authorizationCode: authorization.authorizationCode, activatedAt: now };
  }

  /** The state to every insured province (6.1.2.3 c); the authorization code to those and to the business place's province (6.1.3.3 d). */
  private async tellProvinces(handling: OpenHandling, at: number) {
    const { credentialNumber, insuredPlaces } = await this.notices.tellState(handling.credentialNumber);
    const provinces = provincesOf([...insuredPlaces.map((place) => place.poolingArea), handling.businessPlace]);
    return this.authorizations.grant({ channelNumber: parseChannelNumber(handling.channelNumber), credentialNumber, at, provinces });
  }

  /** 4.4: a handling ends with the identity it was opened for. */
  private async requireCredential({ credentialNumber }: OpenHandling): Promise<CredentialRecord> {
    const found = await this.credentials.find(credentialNumber);
    if (found !== undefined && found.state !== 'superseded') return found;
    throw refuse('credentialNotFound', { diagnosis: found && 'the credential was superseded by a change of name or document' });
  }
}
