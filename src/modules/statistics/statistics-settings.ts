import type { ProvinceCode } from '../../protocol/identifiers.js';

/** What the statistics must be told. */
export interface StatisticsSettings {
  /** Who counts: two digits of a province, `00` for national. */
  readonly source: ProvinceCode;
  /** In milliseconds. */
  readonly countEveryMs: number;
}

export const STATISTICS_SETTINGS = Symbol('StatisticsSettings');
