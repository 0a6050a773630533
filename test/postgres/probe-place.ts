import type { DatabasePlace } from '../../src/kernel/persistence/database-place.js';
import { createDatabase, onPostgres } from './scratch-databases.js';

const standingFor = new Map<string, string>();

/**
 * Where what a test would keep in a SQLite file is kept in this run: there, or on PostgreSQL in a database that stands for the file, the same one each
 * time; `:memory:` is a new one each time. Dropped at the end of the run.
 */
export async function probePlace(file: string): Promise<DatabasePlace> {
  if (!onPostgres) return { file };
  const url = standingFor.get(file) ?? await createDatabase();
  if (file !== ':memory:') standingFor.set(file, url);
  return { url, poolSize: 5 };
}

/** The same as the section `database` of a configuration. */
export async function probeDatabase(file: string): Promise<object> {
  return { type: onPostgres ? 'postgres' : 'sqlite', ...await probePlace(file) };
}
