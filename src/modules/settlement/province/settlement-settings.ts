import type { ProvinceCode } from '../../../protocol/identifiers.js';
import type { PasswordWhen } from '../../../registry/policy/password-policy.js';
import type { InsuranceSystemAccess } from './insurance-system-access.js';

/** What the settlement room must be told. */
export interface SettlementSettings {
  readonly province: ProvinceCode;
  /** After how long an unanswered settlement is taken up again, in milliseconds. */
  readonly resumeAfterMs: number;
  readonly insuranceSystem: InsuranceSystemAccess;
  readonly passwordWhen: PasswordWhen;
}

export const SETTLEMENT_SETTINGS = Symbol('SettlementSettings');
