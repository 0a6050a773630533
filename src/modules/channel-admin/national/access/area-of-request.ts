import { Injectable, type Type } from '@nestjs/common';
import type { Area } from '../../area.rules.js';
import type { ManagementRequest } from './management-request.js';

/** Finds where the thing lies that an address names, so that the guard can compare it with the user's scope before the handler is reached. */
export interface AreaOfRequest {
  /** The area; throws the refusal of a thing that does not exist. */
  areaOf(request: ManagementRequest): Promise<Area>;
}

/** The finders of all rooms of the management centre. A finder adds itself when it is made. */
@Injectable()
export class AreaFinders {
  private readonly finders = new Map<unknown, AreaOfRequest>();

  add(finder: AreaOfRequest): void {
    this.finders.set(finder.constructor, finder);
  }

  /** A finder that a route names and no module provides is a programming fault. */
  get(type: Type<AreaOfRequest>): AreaOfRequest {
    const found = this.finders.get(type);
    if (found === undefined) throw new Error(`${type.name} is provided by no module of the management centre`);
    return found;
  }
}
