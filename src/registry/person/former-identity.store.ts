import { Injectable } from '@nestjs/common';
import { DataProtection } from '../../kernel/protection/data-protection.js';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import type { CredentialNumber } from '../../protocol/identifiers.js';
import { FormerIdentityEntity } from './former-identity.entity.js';
import type { Identity } from './insured-person.store.js';

/** Who people were before their data changed (4.4). */
@Injectable()
export class FormerIdentityStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  /** Keeps the identity a credential was made for. In the open unit of work. */
  async keep(credentialNumber: CredentialNumber, personId: string, { idType, idNo, userName }: Identity, supersededAt: number): Promise<void> {
    const identity = this.protection.seal(JSON.stringify({ idType, idNo, userName }), contextOf(credentialNumber));
    await this.work.writer().getRepository(FormerIdentityEntity).insert({ credentialNumber, supersededAt, personId, identity });
  }

  /** The identity a superseded credential was made for; undefined where this tier never knew it. */
  async find(credentialNumber: CredentialNumber): Promise<Identity | undefined> {
    const rows = this.work.reader().getRepository(FormerIdentityEntity);
    const [last] = await rows.find({ where: { credentialNumber }, order: { supersededAt: 'DESC' }, take: 1 });
    return last && (JSON.parse(this.protection.open(last.identity, contextOf(credentialNumber))) as Identity);
  }
}

const contextOf = (credentialNumber: string): string => `former_identity.identity:${credentialNumber}`;
