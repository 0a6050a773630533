import { Injectable } from '@nestjs/common';
import type { CredentialNumber } from '../../../protocol/identifiers.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { InsuredPersonStore, type Identity, type InsuredPerson } from '../../../registry/person/insured-person.store.js';
import { requireActivated } from '../authorization.rules.js';
import { PersonConfirmation, type Proof } from './person-confirmation.js';

/** Whose credential it is, and where the person is insured. */
export type KnownPerson = Pick<InsuredPerson, 'insuredPlaces'> & { readonly credentialNumber: CredentialNumber };

/** The persons with an activated credential, by name and document. */
@Injectable()
export class KnownPersons {
  constructor(private readonly people: InsuredPersonStore, private readonly credentials: CredentialStore, private readonly confirmation: PersonConfirmation) {}

  /** Whose credential it is; else the refusals of the register, or `500001`. An unknown person takes as long as a wrong password. */
  async require(identity: Identity, proof: Proof): Promise<KnownPerson> {
    try {
      const { personId, insuredPlaces } = await this.people.require(identity);
      const { credentialNumber } = requireActivated(await this.credentials.findOfPerson(personId));
      return { credentialNumber, insuredPlaces };
    } catch (error) {
      await this.confirmation.pretend(proof);
      throw error;
    }
  }
}
