/** How many failures in a row are borne, and how long (milliseconds) nothing is let in afterwards. */
export interface LockoutPolicy {
  readonly tries: number;
  readonly lockMs: number;
}

/** What was tried in vain since the last success. */
export interface Attempts {
  readonly failures: number;
  /** Epoch milliseconds; undefined while tries are left. */
  readonly lockedUntil: number | undefined;
}

export const noAttempts: Attempts = { failures: 0, lockedUntil: undefined };

/** What counts now: a lock that is over has forgiven everything. */
export function attemptsAt(attempts: Attempts, now: number): Attempts {
  return attempts.lockedUntil !== undefined && attempts.lockedUntil <= now ? noAttempts : attempts;
}

/** One more failure; the last one that is borne locks. */
export function afterFailure({ failures }: Attempts, { tries, lockMs }: LockoutPolicy, now: number): Attempts {
  const counted = failures + 1;
  return { failures: counted, lockedUntil: counted >= tries ? now + lockMs : undefined };
}

/** For the person: what is left, in tries or in seconds of the lock. */
export function wordsFor({ failures, lockedUntil }: Attempts, { tries }: LockoutPolicy, now: number): string {
  return lockedUntil === undefined ? triesLeft(tries - failures) : `locked for ${Math.ceil((lockedUntil - now) / 1000)} s`;
}

/** `1 try left`, `2 tries left`. */
export function triesLeft(count: number): string {
  return count === 1 ? '1 try left' : `${count} tries left`;
}
