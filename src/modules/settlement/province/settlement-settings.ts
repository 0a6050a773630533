import type { ProvinceCode } from '../../../protocol/identifiers.js';

/** What the settlement room must be told. */
export interface SettlementSettings {
  readonly province: ProvinceCode;
  /** After how long an unanswered settlement is taken up again, in milliseconds. */
  readonly resumeAfterMs: number;
}

export const SETTLEMENT_SETTINGS = Symbol('SettlementSettings');
