import { Injectable } from '@nestjs/common';
import { TierIdentity } from '../../../kernel/host/tier-identity.js';
import { provinceOfDivision } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import type { InsuredData } from '../../../protocol/transactions/insured-data.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { disagreements } from '../../../registry/credential/insured-data.rules.js';
import { provinceOfPeer } from '../../../registry/province/peer-names.js';

/** 6.3.2.2 c: the insured place compares what came with a business with its own data. */
@Injectable()
export class InsuredRecords {
  constructor(private readonly credentials: CredentialStore, private readonly tier: TierIdentity) {}

  /** What this province knows of the person, where the data that came with the business differ from it; `500001` where it knows no active credential. */
  async disagreeing(sent: InsuredData): Promise<CredentialRecord | undefined> {
    const known = await this.credentials.find(sent.credentialNumber);
    if (known?.state !== 'activated') throw refuse('credentialNotFound', { diagnosis: 'the insured place knows no such active credential' });
    return disagreements(sent, known).length > 0 ? known : undefined;
  }

  /** The same for data this province holds in a token of its own: only a place in this province can be judged here, and only a person it knows. */
  async outdating(held: InsuredData): Promise<CredentialRecord | undefined> {
    if (provinceOfDivision(held.insuOrg) !== provinceOfPeer(this.tier.name)) return undefined;
    const known = await this.credentials.find(held.credentialNumber);
    return known !== undefined && disagreements(held, known).length > 0 ? known : undefined;
  }
}
