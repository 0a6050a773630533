import { Injectable } from '@nestjs/common';
import { DataProtection } from '../../kernel/protection/data-protection.js';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import type { CredentialNumber } from '../../protocol/identifiers.js';
import { FormerIdentityEntity } from './former-identity.entity.js';
import type { UnitIdentity } from '../unit/unit.store.js';
import type { Identity } from './insured-person.store.js';

/** What a credential was made for: a person's identity (4.1), or a unit's (INT-65). */
type Former = Identity | UnitIdentity;

/** Who people and units were before their data changed (4.4). */
@Injectable()
export class FormerIdentityStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  /** Keeps the identity a person's credential was made for. In the open unit of work. */
  async keep(credentialNumber: CredentialNumber, personId: string, { idType, idNo, userName }: Identity, supersededAt: number): Promise<void> {
    await this.insert(credentialNumber, personId, { idType, idNo, userName }, supersededAt);
  }

  /** Keeps the identity a unit's credential was made for. In the open unit of work. */
  async keepUnit(credentialNumber: CredentialNumber, unitId: string, { creditCode, unitName }: UnitIdentity, supersededAt: number): Promise<void> {
    await this.insert(credentialNumber, unitId, { creditCode, unitName }, supersededAt);
  }

  /** The identity a superseded credential of a person was made for; undefined where this tier never knew it. */
  find(credentialNumber: CredentialNumber): Promise<Identity | undefined> {
    return this.last<Identity>(credentialNumber);
  }

  /** The same for a unit. */
  findUnit(credentialNumber: CredentialNumber): Promise<UnitIdentity | undefined> {
    return this.last<UnitIdentity>(credentialNumber);
  }

  private async insert(credentialNumber: CredentialNumber, subjectId: string, former: Former, supersededAt: number): Promise<void> {
    const identity = this.protection.seal(JSON.stringify(former), contextOf(credentialNumber));
    await this.work.writer().getRepository(FormerIdentityEntity).insert({ credentialNumber, supersededAt, subjectId, identity });
  }

  private async last<F extends Former>(credentialNumber: CredentialNumber): Promise<F | undefined> {
    const rows = this.work.reader().getRepository(FormerIdentityEntity);
    const [last] = await rows.find({ where: { credentialNumber }, order: { supersededAt: 'DESC' }, take: 1 });
    return last && (JSON.parse(this.protection.open(last.identity, contextOf(credentialNumber))) as F);
  }
}

const contextOf = (credentialNumber: string): string => `former_identity.identity:${credentialNumber}`;
