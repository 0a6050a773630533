import type { DataSource } from 'typeorm';
import { isPostgres } from './data-source-options.js';
import { MIGRATORS_TURN } from './postgres-locks.js';
import { PostgresSession } from './postgres-session.js';

/**
 * Runs `act` while no other replica looks at or changes the schema of the same PostgreSQL database; waits as long as another one is at it. On SQLite the
 * file's own lock does it, migration by migration.
 */
export async function inMigratorsTurn<T>(dataSource: DataSource, act: () => Promise<T>): Promise<T> {
  if (!isPostgres(dataSource)) return act();
  const session = await PostgresSession.open(dataSource);
  try {
    // A migration may take longer than a statement usually waits for a lock.
    await session.ask('SET lock_timeout = 0');
    await session.ask(`SELECT pg_advisory_lock(${MIGRATORS_TURN})`);
    return await act();
  } finally {
    session.close();
  }
}
