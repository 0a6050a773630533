import { Injectable } from '@nestjs/common';
import type { Area } from '../../area.rules.js';
import { AreaFinders, type AreaOfRequest } from './area-of-request.js';
import type { ManagementRequest } from './management-request.js';
import { ManagementUsers } from './management-users.js';

/** The area that the user `:name` answers for. */
@Injectable()
export class UserArea implements AreaOfRequest {
  constructor(finders: AreaFinders, private readonly users: ManagementUsers) {
    finders.add(this);
  }

  async areaOf({ params }: ManagementRequest): Promise<Area> {
    return (await this.users.require(params['name'] ?? '')).scope.area;
  }
}
