import { Injectable } from '@nestjs/common';
import type { CredentialNumber, PoolingArea } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import type { Identity, InsuredPlace } from '../../../registry/person/insured-person.store.js';

/** Whom this province is asked about by another, as the insured place knows the person. */
@Injectable()
export class InsuredParties {
  constructor(private readonly credentials: CredentialStore) {}

  /** Identity and insured place behind an active credential; `500001` when there is none here, `500023` when the place is not the person's (any more). */
  async require(credentialNumber: CredentialNumber, insuOrg: PoolingArea): Promise<InsuredPlace & { readonly identity: Identity }> {
    const person = await this.credentials.find(credentialNumber);
    if (person?.state !== 'activated') throw refuse('credentialNotFound', { diagnosis: 'the insured place knows no such active credential' });
    const place = person.insuredPlaces.find((each) => each.poolingArea === insuOrg);
    if (place === undefined) throw refuse('cacheExpired', { diagnosis: 'the person is not insured in that pooling area (any more)' });
    const { idType, idNo, userName } = person;
    return { ...place, identity: { idType, idNo, userName } };
  }
}
