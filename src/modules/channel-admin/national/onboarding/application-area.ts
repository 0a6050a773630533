import { Injectable } from '@nestjs/common';
import { areaOfDivision, type Area } from '../../area.rules.js';
import { AreaFinders, type AreaOfRequest } from '../access/area-of-request.js';
import type { ManagementRequest } from '../access/management-request.js';
import { ChannelApplicationStore } from './channel-application.store.js';

/** Where the department lies that filed the application `:applicationId`. */
@Injectable()
export class ApplicationArea implements AreaOfRequest {
  constructor(finders: AreaFinders, private readonly applications: ChannelApplicationStore) {
    finders.add(this);
  }

  async areaOf({ params }: ManagementRequest): Promise<Area> {
    const { division } = await this.applications.require(params['applicationId'] ?? '');
    return areaOfDivision(division);
  }
}
