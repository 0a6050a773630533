import { Injectable } from '@nestjs/common';
import { areaOfDivision, type Area } from '../../area.rules.js';
import { AreaFinders, type AreaOfRequest } from '../access/area-of-request.js';
import type { ManagementRequest } from '../access/management-request.js';
import { CooperationAgreementStore } from './cooperation-agreement.store.js';

/** Where the department lies with whose application the agreement `:agreementId` was filed. */
@Injectable()
export class AgreementArea implements AreaOfRequest {
  constructor(finders: AreaFinders, private readonly agreements: CooperationAgreementStore) {
    finders.add(this);
  }

  async areaOf({ params }: ManagementRequest): Promise<Area> {
    const { division } = await this.agreements.require(params['agreementId'] ?? '');
    return areaOfDivision(division);
  }
}
