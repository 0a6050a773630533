import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Facts } from '../../../kernel/dispatch/call.js';
import type { CredentialNumber } from '../../../protocol/identifiers.js';
import type { Refusal } from '../../../protocol/refusal.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { InsuredPersonStore, type Identity } from '../../../registry/person/insured-person.store.js';
import { countedFor } from '../../../registry/person/insured-places.rules.js';
import { requireActivated } from '../authorization.rules.js';
import { AuthorizationManagement, type Granted } from './authorization-management.js';
import type { KnownPerson } from './known-persons.js';
import { PersonConfirmation, type Proof } from './person-confirmation.js';

export interface GrantWish {
  /** The channel that is to be authorized. */
  readonly channelNumber: string;
  readonly person: KnownPerson;
  readonly proof: Proof;
  /** Epoch milliseconds. */
  readonly at: number;
  /** What becomes of a channel that is authorized already; refused unless said otherwise. */
  readonly again?: 'refused' | 'same code';
}

/** A grant whose confirmation was weighed. */
export interface WeighedGrant {
  readonly subject: CredentialNumber;
  readonly facts: Facts;
  /** To be called inside the unit of work. A refusal that is returned is to be kept with what was written: a failure was counted. */
  readonly carryOut: () => Promise<Granted | Refusal>;
}

/** 6.1.4.3 a–b: a person confirms and authorizes a channel, whether the channel brought the confirmation or the platform's own page took it. */
@Injectable()
export class PersonalGrant {
  constructor(
    private readonly credentials: CredentialStore, private readonly confirmation: PersonConfirmation, private readonly management: AuthorizationManagement,
    private readonly people: InsuredPersonStore, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Who is to be asked whether a channel may use the credential (6.1.4.2): the refusals of the register, or `500001`. */
  async requirePerson(identity: Identity): Promise<CredentialNumber> {
    const { personId } = await this.people.require(identity);
    const { credentialNumber } = requireActivated(await this.credentials.findOfPerson(personId));
    return credentialNumber;
  }

  /** Does what takes long, outside any unit of work. A locked password is refused here (`500004`). */
  async weigh({ channelNumber, person, proof, at, again = 'refused' }: GrantWish): Promise<WeighedGrant> {
    const { credentialNumber } = person;
    const before = await this.management.last(channelNumber, credentialNumber);
    const judge = await this.confirmation.weigh(credentialNumber, proof, at);
    const carryOut = async (): Promise<Granted | Refusal> => {
      const now = this.clock.now();
      const refusal = await judge(now);
      if (refusal !== undefined) return refusal;
      // Again inside: the credential may have been superseded since the person was looked up.
      const credential = requireActivated(await this.credentials.find(credentialNumber));
      return this.management.grant(channelNumber, credential, { before, at: now, again });
    };
    return { subject: credentialNumber, facts: countedFor(person), carryOut };
  }
}
