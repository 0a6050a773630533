import type { ProvinceCode } from '../../../protocol/identifiers.js';

/** What the reports to national must be told. */
export interface ReportSettings {
  readonly source: ProvinceCode;
  /** In milliseconds. */
  readonly reportEveryMs: number;
}

export const REPORT_SETTINGS = Symbol('ReportSettings');
