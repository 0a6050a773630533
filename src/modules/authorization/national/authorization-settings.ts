import type { OutsideAddress } from '../../../kernel/link/outside-system.js';
import type { LockoutPolicy } from '../lockout.rules.js';
import type { SmsPolicy } from '../sms.rules.js';

/** What the authorization room must be told. Durations are milliseconds. */
export interface AuthorizationSettings {
  readonly lockout: LockoutPolicy;
  /** Base-2 logarithm of scrypt's N: one more, and every password takes twice as long. */
  readonly passwordHashCost: number;
  /** Whether channels of other parties must send persons to the dedicated pages. */
  readonly pagesRequired: boolean;
  readonly sms: SmsPolicy;
  /** The gateway for short messages; without an address it is not configured. */
  readonly smsGateway: OutsideAddress;
}

export const AUTHORIZATION_SETTINGS = Symbol('AuthorizationSettings');
