import { Injectable } from '@nestjs/common';
import { DataProtection } from '../../kernel/protection/data-protection.js';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { normaliseIdentity, type Identity } from '../person/insured-person.store.js';
import { UnitRepresentativeEntity } from './unit-representative.entity.js';

/** The legal representatives, by name and document. National tier only. */
@Injectable()
export class UnitRepresentativeStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  /** Enters the legal representative of a unit or puts another one in the place. In the open unit of work. */
  async put(unitId: string, given: Identity): Promise<void> {
    const identity = this.protection.seal(JSON.stringify(normaliseIdentity(given)), contextOf(unitId));
    await this.work.writer().getRepository(UnitRepresentativeEntity).save({ unitId, identity });
  }

  async find(unitId: string): Promise<Identity | undefined> {
    const row = await this.work.reader().getRepository(UnitRepresentativeEntity).findOneBy({ unitId });
    return row === null ? undefined : (JSON.parse(this.protection.open(row.identity, contextOf(unitId))) as Identity);
  }
}

const contextOf = (unitId: string): string => `unit_representative.identity:${unitId}`;
