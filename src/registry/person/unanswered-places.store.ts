import { Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { parseProvinceCode, type CredentialNumber, type ProvinceCode } from '../../protocol/identifiers.js';
import type { InsuredPlace } from './insured-person.store.js';
import { withPlacesOf } from './insured-places.rules.js';
import { UnansweredPlacesEntity } from './unanswered-places.entity.js';

/** A province knows its own places first (INT-72): until national has answered, its word about them counts more than national's. */
@Injectable()
export class UnansweredPlacesStore {
  constructor(private readonly work: UnitOfWork) {}

  /** Notes what is told to national, and gives the time it is told under: later than that of the report before. In the open unit of work. */
  async note(credentialNumber: CredentialNumber, province: ProvinceCode, places: readonly InsuredPlace[], at: number): Promise<number> {
    const rows = this.work.writer().getRepository(UnansweredPlacesEntity);
    const before = await rows.findOneBy({ credentialNumber });
    const changedAt = Math.max(at, (before?.changedAt ?? 0) + 1);
    await rows.save({ credentialNumber, province, places: JSON.stringify(places), changedAt });
    return changedAt;
  }

  /** National has taken this report and those before it into its register. In the open unit of work. */
  async answered(credentialNumber: CredentialNumber, report: number): Promise<void> {
    await this.work.writer().getRepository(UnansweredPlacesEntity).delete({ credentialNumber, changedAt: LessThanOrEqual(report) });
  }

  /** Nothing that was told of a credential counts after its end. In the open unit of work. */
  async forget(credentialNumber: CredentialNumber): Promise<void> {
    await this.work.writer().getRepository(UnansweredPlacesEntity).delete({ credentialNumber });
  }

  /** National's list of a person's places, with this province's own where national has not answered yet. */
  async over(credentialNumber: CredentialNumber, places: readonly InsuredPlace[]): Promise<readonly InsuredPlace[]> {
    const row = await this.work.reader().getRepository(UnansweredPlacesEntity).findOneBy({ credentialNumber });
    return row === null ? places : withPlacesOf(parseProvinceCode(row.province), JSON.parse(row.places) as InsuredPlace[], places);
  }
}
