import type { DataSource, ReplicationMode } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner.js';
import { isConnectionLoss, Reconnecting } from './connection-loss.js';
import { isPostgres } from './data-source-options.js';
import { WRITERS_TURN } from './postgres-locks.js';
import { TurnQueue } from './turn-queue.js';

/**
 * Gives a PostgreSQL data source the law of one writer, over every replica that works on the same database. Call it between `new DataSource()` and
 * `initialize()`; other databases are returned unchanged.
 *
 * - A transaction begins by taking the writers' turn, an advisory lock that the server gives back at COMMIT or ROLLBACK, or when the session dies. So
 *   numbers that are read and then assigned (journal, outbox) stand in the order of commit, and what is looked up in a unit of work stays true in it.
 *   The transaction reads what is committed at each of its statements: those after the lock see all that its earlier holders have written.
 * - COMMIT of a transaction that an earlier error has spoilt is a ROLLBACK which PostgreSQL reports as a success; here it is an error.
 * - A read outside of a transaction and the beginning of one are repeated while the connection is lost: neither has changed anything yet.
 *
 * @returns the same data source.
 */
export function serialisePostgres(dataSource: DataSource, reconnecting = new Reconnecting()): DataSource {
  if (!isPostgres(dataSource)) return dataSource;
  const driver = dataSource.driver as PostgresDriver;
  driver.createQueryRunner = (mode: ReplicationMode) => new WriterQueryRunner(driver, mode, reconnecting);
  return dataSource;
}

/** Whatever the server's own default is: with a snapshot from before the lock, a unit would not see what the writer before it has written. */
const BEGIN_IN_TURN = `BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock(${WRITERS_TURN})`;

const READS = /^\s*SELECT\b/i;

type Query = Parameters<PostgresQueryRunner['query']>;

class WriterQueryRunner extends PostgresQueryRunner {
  /** The driver takes one statement at a time; a unit of work may well ask for two side by side. */
  readonly #statements = new TurnQueue();
  readonly #reconnecting: Reconnecting;

  constructor(driver: PostgresDriver, mode: ReplicationMode, reconnecting: Reconnecting) {
    super(driver, mode);
    this.#reconnecting = reconnecting;
  }

  override async query(...[sql, parameters, structured]: Query): ReturnType<PostgresQueryRunner['query']> {
    if (sql === 'COMMIT') return this.#statements.inTurn(() => this.#commit());
    const ask = () => this.#statements.inTurn(() => super.query(sql === 'START TRANSACTION' ? BEGIN_IN_TURN : sql, parameters, structured));
    return this.isTransactionActive || !READS.test(sql) ? ask() : this.#reconnecting.through(() => this.#withFreshConnection(ask));
  }

  override async startTransaction(): Promise<void> {
    if (this.transactionDepth > 0) return super.startTransaction();
    return this.#reconnecting.through(() => this.#withFreshConnection(() => this.#begin()));
  }

  async #begin(): Promise<void> {
    try {
      await super.startTransaction();
    } catch (error) {
      // The lock may have been refused after BEGIN was granted.
      await super.query('ROLLBACK').catch(() => undefined);
      this.isTransactionActive = false;
      throw error;
    }
  }

  /** @throws Error if there was nothing left to commit. */
  async #commit(): Promise<void> {
    const connection = await this.connect() as Connection;
    const { command } = await connection.query('COMMIT');
    if (command !== 'COMMIT') throw new Error('The database has rolled this transaction back after an earlier error; nothing of it is stored');
  }

  /** Leaves a connection that was lost, so that another attempt over this runner gets another one. */
  async #withFreshConnection<T>(attempt: () => Promise<T>): Promise<T> {
    try {
      return await attempt();
    } catch (error) {
      if (isConnectionLoss(error)) await this.#leaveConnection();
      throw error;
    }
  }

  async #leaveConnection(): Promise<void> {
    await this.release();
    this.isReleased = false;
    Reflect.deleteProperty(this, 'databaseConnection');
    Reflect.deleteProperty(this, 'databaseConnectionPromise');
  }
}

interface Connection {
  query(sql: string): Promise<{ command: string }>;
}
