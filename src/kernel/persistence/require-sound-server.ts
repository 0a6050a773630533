import type { DataSource } from 'typeorm';
import { isPostgres } from './data-source-options.js';

interface ServerSettings {
  readonly encoding: string;
  readonly commit: string;
}

/**
 * What a tier says is stored must be stored, and be the same text when it is read.
 * @throws Error with one sentence for the operator when a PostgreSQL server does not give that.
 */
export async function requireSoundServer(dataSource: DataSource, name: string): Promise<void> {
  if (!isPostgres(dataSource)) return;
  const [settings] = await dataSource.query<ServerSettings[]>(
    `SELECT current_setting('server_encoding') AS encoding, current_setting('synchronous_commit') AS commit`,
  );
  if (settings?.encoding !== 'UTF8') throw new Error(`${name} is encoded in ${settings?.encoding}; it must be UTF8`);
  if (settings.commit !== 'off') return;
  throw new Error(`${name} has synchronous_commit = off: a crash of the server would take back what was answered. Switch it on for this database or its role`);
}
