import { chmod, mkdir, open, stat } from 'node:fs/promises';
import path from 'node:path';
import { DataSource, MigrationExecutor, type DataSourceOptions } from 'typeorm';
import { databaseFile, databaseName, stopBlockingWaits } from './data-source-options.js';
import { inMigratorsTurn } from './migrators-turn.js';
import { requireSoundServer } from './require-sound-server.js';
import { serialisePostgres } from './serialise-postgres.js';
import { serialiseSqlite } from './serialise-sqlite.js';

/** Told the names of the migrations that are about to run, when there are any. What it throws keeps them from running. */
export type BeforeMigrating = (names: readonly string[]) => void;

/**
 * Opens the database of one tier and brings its schema up to date.
 * @throws Error with one sentence for the operator that names the database; the technical error is its `cause`.
 */
export async function openDataSource(options: DataSourceOptions, beforeMigrating: BeforeMigrating = () => undefined): Promise<DataSource> {
  const file = databaseFile(options);
  const name = databaseName(options);
  if (file) await explained(`${name} cannot be created or protected`, () => protectFile(file));
  const dataSource = serialisePostgres(serialiseSqlite(new DataSource(options)));
  await explained(`${name} cannot be opened`, () => dataSource.initialize());
  try {
    await requireSoundServer(dataSource, name);
    await inMigratorsTurn(dataSource, () => bringUpToDate(dataSource, name, beforeMigrating));
    await stopBlockingWaits(dataSource);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return dataSource;
}

async function bringUpToDate(dataSource: DataSource, name: string, beforeMigrating: BeforeMigrating): Promise<void> {
  await requireKnownHistory(dataSource, name);
  const pending = await pendingMigrations(dataSource);
  if (pending.length > 0) beforeMigrating(pending);
  await explained(`${name} cannot be brought up to date`, () => migrate(dataSource));
}

/** Names of the migrations that this program knows and the database has not seen yet, in the order in which they would run. */
export async function pendingMigrations(dataSource: DataSource): Promise<string[]> {
  const pending = await new MigrationExecutor(dataSource).getPendingMigrations();
  return pending.map((migration) => migration.name);
}

/** Types of the library that other rooms of the kernel need to name. */
export type { DataSource, MigrationInterface } from 'typeorm';

const OTHERS = 0o007;

/**
 * The folder is closed to everybody else, and the file exists, unreadable to others, before SQLite sees it: SQLite gives its side
 * files (`-wal`, `-shm`), which hold the same data, the permissions of the main file. An existing folder is left as it is; an
 * existing file that the world can read is closed, together with its side files.
 */
async function protectFile(file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await (await open(file, 'a', 0o600)).close();
  for (const each of [file, `${file}-wal`, `${file}-shm`]) await closeToOthers(each);
}

async function closeToOthers(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found && (found.mode & OTHERS) !== 0) await chmod(file, found.mode & 0o777 & ~OTHERS);
}

/** A file that has seen migrations unknown here was written by a newer program or by another tier; writing to it would spoil it. */
async function requireKnownHistory(dataSource: DataSource, name: string): Promise<void> {
  const known = new Set(dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name));
  const executed = await new MigrationExecutor(dataSource).getExecutedMigrations();
  const foreign = executed.map((migration) => migration.name).filter((migration) => !known.has(migration));
  if (foreign.length === 0) return;
  throw new Error(`${name} has the schema of a newer program or of another tier (it knows ${foreign.join(', ')}); it was left untouched`);
}

/**
 * Runs what is pending. Another process that starts at the same moment may run the same migration first; ours then fails on what it
 * finds and is rolled back. As long as the schema moves on in the meantime, this is not an error.
 */
async function migrate(dataSource: DataSource): Promise<void> {
  for (let before = await progress(dataSource); before.pending > 0; ) {
    before = await dataSource.runMigrations().then(
      () => progress(dataSource),
      (error: unknown) => progressOr(error, before, dataSource),
    );
  }
  await checkForeignKeysAgain(dataSource);
}

/** @throws `error` if nothing has moved on since `before`. */
async function progressOr(error: unknown, before: Progress, dataSource: DataSource): Promise<Progress> {
  const now = await progress(dataSource);
  if (now.pending === before.pending && now.begun === before.begun) throw error;
  return now;
}

interface Progress {
  /** Whether the table of executed migrations is there. */
  begun: boolean;
  pending: number;
}

async function progress(dataSource: DataSource): Promise<Progress> {
  const runner = dataSource.createQueryRunner();
  try {
    const begun = await runner.hasTable(dataSource.options.migrationsTableName ?? 'migrations');
    return { begun, pending: (await pendingMigrations(dataSource)).length };
  } finally {
    await runner.release();
  }
}

/** A migration switches the check of foreign keys off and, when it fails, leaves it so for the rest of the connection's life. */
async function checkForeignKeysAgain(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  await runner.afterMigration();
  await runner.release();
}

async function explained<T>(sentence: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new Error(`${sentence}: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  const message: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : undefined;
  return typeof message === 'string' ? message : String(error);
}
