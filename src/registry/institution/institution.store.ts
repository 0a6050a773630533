import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { containing, type Found, type Slice } from '../../kernel/persistence/search.js';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { parseDivisionCode, parseOrgId, type DivisionCode, type OrgId } from '../../protocol/identifiers.js';
import { refuse } from '../../protocol/refusal.js';
import type { InstitutionKind, Standing } from '../../protocol/transactions/application-record.js';
import type { InstitutionRecord } from '../../protocol/transactions/register-institution.js';
import { recordOf, RegisteredApplicationStore } from '../application/registered-application.store.js';
import { InstitutionEntity } from './institution.entity.js';

export type DesignatedInstitution = Pick<InstitutionEntity, 'name' | 'kind' | 'standing'> & { readonly orgId: OrgId; readonly division: DivisionCode };

/** Which institutions are looked for. */
export interface InstitutionSearch {
  /** Part of the name or of the id. */
  readonly text?: string;
  readonly kind?: InstitutionKind;
  readonly standing?: Standing;
}

/** The register of designated institutions with their applications. */
@Injectable()
export class InstitutionStore {
  constructor(
    private readonly work: UnitOfWork, private readonly applications: RegisteredApplicationStore, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Enters an institution and its application or replaces them, in the open unit of work. */
  async put({ application, ...institution }: InstitutionRecord): Promise<void> {
    await this.work.writer().getRepository(InstitutionEntity).save({ ...institution, changedAt: this.clock.now() });
    await this.applications.put(application, { ownerKind: 'institution', ownerId: institution.orgId, standing: institution.standing });
  }

  async find(orgId: string): Promise<DesignatedInstitution | undefined> {
    const row = await this.work.reader().getRepository(InstitutionEntity).findOneBy({ orgId });
    return row === null ? undefined : institutionOf(row);
  }

  /** The institution, or `500057` naming `field`. */
  async require(orgId: string, field = 'data.orgId'): Promise<DesignatedInstitution> {
    const found = await this.find(orgId);
    if (found === undefined) throw refuse('institutionNotFound', { faults: [{ field, reason: 'stands in no register of this tier' }] });
    return found;
  }

  /** Everything that its province must know of an institution, the secrets of its application included; `500057` for an unknown one. */
  async record(orgId: string): Promise<InstitutionRecord> {
    const institution = await this.require(orgId, 'orgId');
    const inUse = await this.applications.findInUse('institution', orgId);
    if (inUse === undefined) throw new Error('an institution without an application');
    return { ...institution, application: recordOf(inUse) };
  }

  /** Institutions whose divisions begin with the digits of an area, by id. */
  async search(area: string, { text, kind, standing }: InstitutionSearch, slice: Slice): Promise<Found<DesignatedInstitution>> {
    const query = this.work.reader().getRepository(InstitutionEntity).createQueryBuilder('institution')
      .where('institution.division LIKE :area', { area: `${area}%` });
    if (text !== undefined) query.andWhere(containing(['institution.name', 'institution.orgId'], text));
    if (kind !== undefined) query.andWhere({ kind });
    if (standing !== undefined) query.andWhere({ standing });
    const [rows, total] = await query.orderBy('institution.orgId').offset(slice.skip).limit(slice.take).getManyAndCount();
    return { total, items: rows.map(institutionOf) };
  }
}

function institutionOf({ orgId, name, kind, standing, division }: InstitutionEntity): DesignatedInstitution {
  return { orgId: parseOrgId(orgId), name, kind, standing, division: parseDivisionCode(division) };
}
