import { CountingProgressEntity } from './counting-progress.entity.js';
import { CountingSourceEntity } from './counting-source.entity.js';
import { FigureCountEntity } from './figure-count.entity.js';
import { FigureSectionEntity } from './figure-section.entity.js';
import { ShownPersonEntity } from './shown-person.entity.js';
import { TalliedAnswerEntity } from './tallied-answer.entity.js';

/** Tables of the statistics; both tiers have them. */
export const statisticsEntities = [
  FigureCountEntity, FigureSectionEntity, CountingProgressEntity, CountingSourceEntity, TalliedAnswerEntity, ShownPersonEntity,
];
