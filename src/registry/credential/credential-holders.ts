import { Injectable } from '@nestjs/common';
import type { CredentialNumber } from '../../protocol/identifiers.js';
import { normaliseIdNo } from '../../protocol/identity-documents.js';
import { refuse } from '../../protocol/refusal.js';
import { CredentialStore } from './credential.store.js';

/** A credential number and the document it is said to stand for. */
interface Claim {
  readonly credentialNumber: CredentialNumber;
  readonly idType: string;
  readonly idNo: string;
}

/** What could not be done with a claim that contradicts the register: update the copy, keep a fetched credential, enter a use. */
type Failure = 'credentialUpdateFailed' | 'credentialSaveFailed' | 'qrUsageWriteFailed';

/** One number, one person: the number follows from the identity (INT-16), so two documents under one number cannot both be right. // INT-117 */
@Injectable()
export class CredentialHolders {
  constructor(private readonly credentials: CredentialStore) {}

  /**
   * The register knows the number under no other document; else the refusal that `failure` names. A changed name alone is none: the word of a new credential
   * may have come before that of the old one's end (4.4).
   */
  async requireSame(claim: Claim, failure: Failure): Promise<void> {
    const known = await this.credentials.find(claim.credentialNumber);
    if (known === undefined || documentOf(known) === documentOf(claim)) return;
    throw refuse(failure, { diagnosis: 'the credential number stands here for another document' });
  }
}

const documentOf = ({ idType, idNo }: Claim): string => `${idType} ${normaliseIdNo(idType, idNo)}`;
