import { Injectable } from '@nestjs/common';
import { InstitutionStore } from '../../../../registry/institution/institution.store.js';
import { areaOfDivision, type Area } from '../../area.rules.js';
import { AreaFinders, type AreaOfRequest } from '../access/area-of-request.js';
import type { ManagementRequest } from '../access/management-request.js';
import { TerminalLifecycle } from './terminal-lifecycle.js';

/** Where the institution of the terminal `:filingNumber` lies. */
@Injectable()
export class TerminalArea implements AreaOfRequest {
  constructor(finders: AreaFinders, private readonly lifecycle: TerminalLifecycle, private readonly institutions: InstitutionStore) {
    finders.add(this);
  }

  async areaOf({ params }: ManagementRequest): Promise<Area> {
    const { orgId } = await this.lifecycle.require(params['filingNumber'] ?? '');
    return areaOfDivision((await this.institutions.require(orgId)).division);
  }
}
