import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** Whether the tests of this run are played on PostgreSQL (`npm run test:postgres`). */
export const onPostgres = process.env.TEST_DATABASE === 'postgres';

/** A server on which the tests may create databases and drop them; `jest.config.mjs` sets both. */
const serverUrl = process.env.TEST_POSTGRES_URL ?? '';

/** Every database of this run begins with it, so that what a broken test leaves is dropped at the end. */
const prefix = process.env.TEST_POSTGRES_PREFIX ?? '';

/** Fills an empty database; its name tells which schema. */
export interface Mould {
  readonly name: string;
  readonly fill: (url: string) => Promise<void>;
}

/** Creates a database and gives its address: a copy of a filled mould, or an empty one. `scripts/drop-test-databases.mjs` drops it at the end of the run. */
export async function createDatabase(mould?: Mould): Promise<string> {
  const name = `${prefix}${randomBytes(6).toString('hex')}`;
  await onServer(async (server) => {
    const template = mould === undefined ? 'template0' : await filled(server, mould);
    await server.query(`CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  });
  return addressOf(name);
}

/** Ends every session on a database but our own; gives their number. */
export function terminateSessions(url: string): Promise<number> {
  const database = decodeURIComponent(new URL(url).pathname.slice(1));
  return onServer(async (server) => (
    await server.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()', [database])
  ).rowCount ?? 0);
}

/** Empties every table but that of the migrations. */
export function emptyTables(url: string): Promise<void> {
  return connected(url, async (client) => {
    const { rows } = await client.query<{ names: string }>(
      `SELECT string_agg(format('%I', tablename), ', ') AS names FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'migrations'`,
    );
    await client.query(`TRUNCATE ${rows[0]?.names}`);
  });
}

/** Rows as another connection sees them: only what is committed. */
export async function committed<T>(url: string, sql: string): Promise<T[]> {
  return connected(url, async (client) => (await client.query(sql)).rows as T[]);
}

/** The first who needs a mould makes it, under a lock; a half-filled one never bears the name. */
async function filled(server: pg.Client, { name, fill }: Mould): Promise<string> {
  const template = `${prefix}mould_${name}`;
  await server.query('SELECT pg_advisory_lock(hashtext($1))', [template]);
  try {
    const { rowCount } = await server.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (rowCount === 0) await make(server, template, fill);
  } finally {
    await server.query('SELECT pg_advisory_unlock(hashtext($1))', [template]);
  }
  return template;
}

async function make(server: pg.Client, template: string, fill: Mould['fill']): Promise<void> {
  const making = `${template}_making`;
  await server.query(`DROP DATABASE IF EXISTS "${making}" WITH (FORCE)`);
  await server.query(`CREATE DATABASE "${making}" TEMPLATE template0`);
  await fill(addressOf(making));
  await server.query(`ALTER DATABASE "${making}" RENAME TO "${template}"`);
}

function addressOf(name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

function onServer<T>(act: (server: pg.Client) => Promise<T>): Promise<T> {
  return connected(serverUrl, act);
}

async function connected<T>(url: string, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
}
