import { Controller, UseFilters, UseGuards } from '@nestjs/common';
import { ManagementGuard } from './management-guard.js';
import { ManagementRefusals } from './management-refusals.js';

/** Where every address of the management centre begins. */
export const MANAGEMENT = 'management';

/** A controller of the management centre: its place below `/management`, the guard, and refusals with a fitting HTTP status. */
export function ManagementController(path: string): ClassDecorator {
  return (type) => {
    Controller(`${MANAGEMENT}/${path}`)(type);
    UseGuards(ManagementGuard)(type);
    UseFilters(ManagementRefusals)(type);
  };
}
