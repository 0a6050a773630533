import { setTimeout as sleep } from 'node:timers/promises';

/** How long a statement waits for another process (a bulk load, a migration, a second instance) to let go of the file. */
export const PATIENCE_MS = 10_000;

const PAUSE_MS = 5;

/**
 * Repeats `attempt` while another connection holds the database's lock.
 *
 * The database can wait by itself, but it does so inside a synchronous call: no request is answered, not even the health check, and
 * if the holder lives in the same process, it never gets to its COMMIT. Between two attempts here everything else goes on.
 *
 * `attempt` must be a statement outside of a transaction or its BEGIN: such a one has done nothing when it fails.
 */
export async function waitWhileBusy<T>(attempt: () => Promise<T>, patienceMs: number): Promise<T> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= giveUpAt) throw error;
    }
    await sleep(PAUSE_MS);
  }
}

function isBusy(error: unknown): boolean {
  const cause: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'driverError') : undefined;
  const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined;
  return typeof code === 'string' && code.startsWith('SQLITE_BUSY');
}
