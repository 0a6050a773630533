import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { parseProvinceCode, type CredentialNumber, type ProvinceCode } from '../../protocol/identifiers.js';
import { CredentialReplicaEntity } from './credential-replica.entity.js';

/** Which provinces hold something of a credential: insured places, places of business, whoever fetched it (6.2.2.2 b 2) or scanned its code. */
@Injectable()
export class CredentialReplicaStore {
  constructor(private readonly work: UnitOfWork) {}

  /** Remembers that these provinces are told about the credential; in the same unit of work as what they are told. */
  async note(credentialNumber: CredentialNumber, provinces: readonly ProvinceCode[], since: number): Promise<void> {
    const known = new Set(await this.provincesOf(credentialNumber));
    const fresh = provinces.filter((province) => !known.has(province));
    if (fresh.length === 0) return;
    await this.work.writer().getRepository(CredentialReplicaEntity).insert(fresh.map((province) => ({ credentialNumber, province, since })));
  }

  async provincesOf(credentialNumber: CredentialNumber): Promise<ProvinceCode[]> {
    const rows = await this.work.reader().getRepository(CredentialReplicaEntity).find({ where: { credentialNumber }, order: { province: 'ASC' } });
    return rows.map((row) => parseProvinceCode(row.province));
  }
}
