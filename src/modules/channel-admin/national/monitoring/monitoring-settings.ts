import type { Thresholds } from '../../alert.rules.js';

/** What running monitoring must be told; times in milliseconds. */
export interface MonitoringSettings {
  /** How often the federation is looked at for alerts; 0 is never. */
  readonly everyMs: number;
  /** How long a province may take to answer. */
  readonly askTimeoutMs: number;
  /** How long an answer serves everybody who looks. */
  readonly freshMs: number;
  readonly thresholds: Thresholds;
}

export const MONITORING_SETTINGS = Symbol('MonitoringSettings');
