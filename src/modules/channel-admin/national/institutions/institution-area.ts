import { Injectable } from '@nestjs/common';
import { InstitutionStore } from '../../../../registry/institution/institution.store.js';
import { areaOfDivision, type Area } from '../../area.rules.js';
import { AreaFinders, type AreaOfRequest } from '../access/area-of-request.js';
import type { ManagementRequest } from '../access/management-request.js';

/** Where the institution `:orgId` lies. */
@Injectable()
export class InstitutionArea implements AreaOfRequest {
  constructor(finders: AreaFinders, private readonly institutions: InstitutionStore) {
    finders.add(this);
  }

  async areaOf({ params }: ManagementRequest): Promise<Area> {
    return areaOfDivision((await this.institutions.require(params['orgId'] ?? '', 'orgId')).division);
  }
}
