import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { parseProvinceCode, type CredentialNumber, type PoolingArea, type ProvinceCode } from '../../protocol/identifiers.js';
import { provincesOf } from '../province/peer-names.js';
import { CredentialReplicaEntity } from './credential-replica.entity.js';

/** A credential, and where the person or unit is insured. */
interface Insured {
  readonly credentialNumber: CredentialNumber;
  readonly insuredPlaces: readonly { readonly poolingArea: PoolingArea }[];
}

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

  /** Who must be told what becomes of a credential: insured provinces, remembered from now on, and whoever else holds a copy. In the open unit of work. */
  async holdersOf({ credentialNumber, insuredPlaces }: Insured, at: number): Promise<ProvinceCode[]> {
    await this.note(credentialNumber, provincesOf(insuredPlaces.map((place) => place.poolingArea)), at);
    return this.provincesOf(credentialNumber);
  }

  async provincesOf(credentialNumber: CredentialNumber): Promise<ProvinceCode[]> {
    const rows = await this.work.reader().getRepository(CredentialReplicaEntity).find({ where: { credentialNumber }, order: { province: 'ASC' } });
    return rows.map((row) => parseProvinceCode(row.province));
  }
}
