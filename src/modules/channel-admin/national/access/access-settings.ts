/** What the management centre must be told about logging in; times in milliseconds. */
export interface AccessSettings {
  /** A session that nobody uses ends after so long. */
  readonly sessionIdleMs: number;
  /** And any session after so long. */
  readonly sessionMs: number;
  /** So many failed attempts under one name lock that name. */
  readonly attemptsBeforeLock: number;
  readonly lockMs: number;
  /** Base-2 logarithm of scrypt's N: one more, and every password takes twice as long. */
  readonly passwordHashCost: number;
}

export const ACCESS_SETTINGS = Symbol('AccessSettings');
