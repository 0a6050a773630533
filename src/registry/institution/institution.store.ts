import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { parseDivisionCode, type DivisionCode } from '../../protocol/identifiers.js';
import { refuse } from '../../protocol/refusal.js';
import type { InstitutionRecord } from '../../protocol/transactions/register-institution.js';
import { RegisteredApplicationStore } from '../application/registered-application.store.js';
import { InstitutionEntity } from './institution.entity.js';

export type DesignatedInstitution = Pick<InstitutionEntity, 'orgId' | 'name' | 'kind' | 'standing'> & { readonly division: DivisionCode };

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
    if (row === null) return undefined;
    const { name, kind, standing } = row;
    return { orgId, name, kind, standing, division: parseDivisionCode(row.division) };
  }

  /** The institution, or `500057`. */
  async require(orgId: string): Promise<DesignatedInstitution> {
    const found = await this.find(orgId);
    if (found === undefined) throw refuse('institutionNotFound', { faults: [{ field: 'data.orgId', reason: 'stands in no register of this tier' }] });
    return found;
  }
}
