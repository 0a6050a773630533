import { Injectable } from '@nestjs/common';
import type { MobileNumber } from '../../../protocol/identifiers.js';
import { normaliseIdNo, normaliseName } from '../../../protocol/identity-documents.js';
import { refuseField } from '../../../protocol/refusal.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import { PersonMobileStore } from '../../../registry/person/person-mobile.store.js';
import { nobody, PresentedPersons } from './presented-persons.js';

/** What is said of the one who is meant, where several hold a number. */
interface Meant {
  readonly userName?: string;
  readonly idNo?: string;
}

/** INT-63: who holds a mobile number; a family may share a telephone. */
@Injectable()
export class MobileHolders {
  constructor(private readonly mobiles: PersonMobileStore, private readonly presented: PresentedPersons) {}

  /** Everybody with this number who has a credential in use. */
  async findAll(mobile: MobileNumber): Promise<CredentialRecord[]> {
    const found = await Promise.all((await this.mobiles.findPersons(mobile)).map((personId) => this.presented.findActivated(personId)));
    return found.filter((each) => each !== undefined);
  }

  /** The one who is meant: nobody is `500001`, several are `-2`. What is said must be right, also where there is only one. */
  async require(mobile: MobileNumber, meant: Meant): Promise<CredentialRecord> {
    const [one, ...others] = (await this.findAll(mobile)).filter((each) => isMeant(each, meant));
    if (one === undefined) throw nobody('nobody with an activated credential holds this number under this name and document');
    if (others.length === 0) return one;
    throw refuseField('data.userName', 'must be said, and the document number where that is not enough: several persons hold this number');
  }
}

function isMeant(person: CredentialRecord, { userName, idNo }: Meant): boolean {
  const { idType } = person;
  return (userName === undefined || normaliseName(userName) === normaliseName(person.userName))
    && (idNo === undefined || normaliseIdNo(idType, idNo) === normaliseIdNo(idType, person.idNo));
}
