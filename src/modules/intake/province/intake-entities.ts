import { BasePersonEntity } from './base-person.entity.js';
import { InsuredPeriodEntity } from './insured-period.entity.js';
import { IntakeBatchEntity } from './intake-batch.entity.js';
import { IntakeRunEntity } from './intake-run.entity.js';
import { RejectedRowEntity } from './rejected-row.entity.js';

/** Tables of the intake of files, at a province. */
export const intakeEntities = [IntakeRunEntity, BasePersonEntity, InsuredPeriodEntity, IntakeBatchEntity, RejectedRowEntity];
