import { Injectable } from '@nestjs/common';
import type { CredentialNumber } from '../../../protocol/identifiers.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { InsuredPersonStore, type Identity } from '../../../registry/person/insured-person.store.js';
import { requireActivated } from '../authorization.rules.js';
import { PersonConfirmation, type Proof } from './person-confirmation.js';

/** The persons with an activated credential, by name and document. */
@Injectable()
export class KnownPersons {
  constructor(private readonly people: InsuredPersonStore, private readonly credentials: CredentialStore, private readonly confirmation: PersonConfirmation) {}

  /** Whose credential it is; else the refusals of the register, or `500001`. An unknown person takes as long as a wrong password. */
  async require(identity: Identity, proof: Proof): Promise<CredentialNumber> {
    try {
      const { personId } = await this.people.require(identity);
      return requireActivated(await this.credentials.findOfPerson(personId)).credentialNumber;
    } catch (error) {
      await this.confirmation.pretend(proof);
      throw error;
    }
  }
}
