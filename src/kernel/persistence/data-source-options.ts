import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import type { DataSource, DataSourceOptions, Logger, ValueTransformer } from 'typeorm';
import type { BetterSqlite3DataSourceOptions } from 'typeorm/driver/better-sqlite3/BetterSqlite3DataSourceOptions.js';
import { placeInWords, type DatabasePlace, type SqlitePlace } from './database-place.js';
import { exactInteger } from './exact-integer.js';
import { postgresOptions } from './postgres-options.js';
import { PATIENCE_MS } from './wait-while-busy.js';

/** Where one tier keeps its data, and what it keeps there. */
export type DatabaseSettings = DatabasePlace & Schema;

interface Schema {
  entities: DataSourceOptions['entities'];
  migrations: DataSourceOptions['migrations'];
}

/** Every statement text this system has, with room to spare; the driver forgets the oldest beyond it and would prepare it anew. */
const STATEMENT_CACHE = 500;

/**
 * The only place that names database drivers and their switches; those of PostgreSQL stand in `postgres-options.ts`.
 *
 * The schema is never derived from the entities at run time: an unattended ALTER TABLE on a production file can drop a column.
 * It comes from migrations alone, each in its own transaction, so that a failing one leaves the earlier ones applied and
 * nothing of its own behind.
 */
export function dataSourceOptions({ entities, migrations, ...place }: DatabaseSettings): DataSourceOptions {
  const schema = { entities, migrations, synchronize: false, migrationsRun: false, migrationsTransactionMode: 'each', logger: SILENT } as const;
  return { ...('file' in place ? sqliteOptions(place) : postgresOptions(place)), ...schema };
}

function sqliteOptions({ file }: SqlitePlace): BetterSqlite3DataSourceOptions {
  return {
    type: 'better-sqlite3',
    driver: Sqlite,
    database: file,
    enableWAL: true,
    timeout: PATIENCE_MS,
    statementCacheSize: STATEMENT_CACHE,
    prepareDatabase: prepare,
  };
}

/**
 * The driver's own logger writes to standard output, which belongs to commands, and can print parameters, which may be personal
 * data. What fails is thrown, and whoever catches it logs it masked.
 */
const SILENT: Logger = {
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: () => undefined,
  log: () => undefined,
};

/**
 * - `synchronous = FULL`: in WAL mode the default of many guides (NORMAL) syncs only at checkpoints, so a power failure takes
 *   back transactions whose answers have left the house. FULL syncs the log before COMMIT returns.
 * - `fullfsync`: the same promise on macOS, where a plain fsync leaves the data in the drive's cache. No effect elsewhere.
 * - `foreign_keys`: off by default in SQLite, per connection.
 */
function prepare(database: Database): void {
  database.pragma('synchronous = FULL');
  database.pragma('fullfsync = ON');
  database.pragma('foreign_keys = ON');
}

/**
 * While a program starts, nobody else is kept waiting, and the database may wait for another process by itself (`timeout` above).
 * From the end of the start on it must not, see `wait-while-busy.ts`.
 */
export async function stopBlockingWaits(dataSource: DataSource): Promise<void> {
  if (isSqlite(dataSource)) await dataSource.query('PRAGMA busy_timeout = 0');
}

/** Whether the data source is one SQLite connection, which all callers share. */
export function isSqlite(dataSource: DataSource): boolean {
  return dataSource.options.type === 'better-sqlite3';
}

/** Whether it is a pool of connections to a PostgreSQL server. */
export function isPostgres(dataSource: DataSource): boolean {
  return dataSource.options.type === 'postgres';
}

/** The path of the database file; undefined for a database in memory or on a server. */
export function databaseFile(options: DataSourceOptions): string | undefined {
  if (options.type !== 'better-sqlite3' || options.database === ':memory:' || options.database === '') return undefined;
  return options.database;
}

/** The database in words for the operator, without a password. */
export function databaseName(options: DataSourceOptions): string {
  if (options.type === 'postgres') return `The database ${placeInWords({ url: options.url ?? '', poolSize: 0 })}`;
  const file = databaseFile(options);
  return file === undefined ? 'The database' : `The database file ${file}`;
}

/** For `bigint` columns. Throws `RangeError` on reading a value that a number cannot hold exactly. */
export const integer: ValueTransformer = {
  to: (value: unknown) => value,
  from: (value: unknown) => (value === null || value === undefined ? value : exactInteger(value)),
};

/** For `bigint` columns that hold a time: epoch milliseconds, see `../clock.ts`. */
export const epochMs: ValueTransformer = integer;
