import type { Database } from 'better-sqlite3';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { BetterSqlite3Driver } from 'typeorm/driver/better-sqlite3/BetterSqlite3Driver.js';
import { BetterSqlite3QueryRunner } from 'typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner.js';
import { Carried } from './carried.js';
import { isSqlite } from './data-source-options.js';
import { TurnQueue, type GiveBack } from './turn-queue.js';
import { PATIENCE_MS, waitWhileBusy } from './wait-while-busy.js';

/**
 * Makes a SQLite data source safe for overlapping callers. Call it between `new DataSource()` and `initialize()`.
 *
 * The driver hands ONE query runner, with one transaction state, to every caller. Two overlapping transactions therefore become
 * one BEGIN with a savepoint inside: if the outer one rolls back, the inner one's rows vanish although its caller was told
 * "committed"; and a plain statement that happens to run meanwhile vanishes with them (`test/kernel/persistence/lost-rows.spec.ts`
 * shows both). A lock around transactions alone does not help the plain statements.
 *
 * So this is a pool of size one: every caller gets a query runner of its own on the one connection, a transaction owns the
 * connection from BEGIN to COMMIT or ROLLBACK, and everybody else's statements wait. Other databases are returned unchanged:
 * there every transaction has a connection of its own.
 *
 * @param patienceMs how long a statement or a BEGIN waits for another process that is writing to the file.
 * @returns the same data source.
 */
export function serialiseSqlite(dataSource: DataSource, patienceMs = PATIENCE_MS): DataSource {
  if (!isSqlite(dataSource)) return dataSource;
  const connection: SharedConnection = { patienceMs, turns: new TurnQueue(), statements: new Map(), marks: new Carried() };
  const driver = dataSource.driver as BetterSqlite3Driver;
  driver.createQueryRunner = (): QueryRunner => new SerialQueryRunner(driver, connection);
  markTransactions(dataSource.manager, connection);
  return dataSource;
}

interface SharedConnection {
  patienceMs: number;
  turns: TurnQueue;
  /** Prepared statements belong to the connection, not to the short-lived runner. */
  statements: Map<string, unknown>;
  /** Marks the asynchronous context in which the work of a transaction runs. */
  marks: Carried<TransactionMark>;
}

interface TransactionMark {
  open: boolean;
}

/** What may still come over a runner once the work of its transaction has returned. */
const ENDS_TRANSACTION = /^(?:COMMIT|ROLLBACK|RELEASE)\b/;

type Query = Parameters<BetterSqlite3QueryRunner['query']>;
type Isolation = Parameters<BetterSqlite3QueryRunner['startTransaction']>[0];

class SerialQueryRunner extends BetterSqlite3QueryRunner {
  /** Held from BEGIN to COMMIT or ROLLBACK. */
  #turn: GiveBack | undefined;
  #workReturned = false;
  readonly #connection: SharedConnection;

  constructor(driver: BetterSqlite3Driver, connection: SharedConnection) {
    super(driver);
    this.#connection = connection;
    Reflect.set(this, 'stmtCache', connection.statements);
  }

  override async query(...[sql, parameters, structured]: Query): ReturnType<BetterSqlite3QueryRunner['query']> {
    this.#refuseLateStatement(sql);
    if (this.#turn) {
      this.#refuseOutsideLostTransaction();
      return super.query(immediate(sql), parameters, structured);
    }
    this.#refuseDetour(`The statement "${sql.slice(0, 80)}"`);
    return this.#whenFree(() => this.#connection.turns.inTurn(() => super.query(sql, parameters, structured)));
  }

  override async startTransaction(isolation?: Isolation): Promise<void> {
    if (this.#turn) return super.startTransaction(isolation);
    this.#refuseDetour('A second transaction');
    return this.#whenFree(() => this.#begin(isolation));
  }

  async #begin(isolation?: Isolation): Promise<void> {
    this.#turn = await this.#connection.turns.take();
    try {
      await super.startTransaction(isolation);
    } catch (error) {
      if (this.transactionDepth === 0) this.isTransactionActive = false;
      this.#giveBackWhenDone();
      throw error;
    }
  }

  override async commitTransaction(): Promise<void> {
    // Committing only the innermost savepoint would report success and then roll the rest back.
    if (this.#workReturned && this.transactionDepth > 1) throw new Error('The work returned while a nested transaction was open: something in it was not awaited');
    try {
      await super.commitTransaction();
    } finally {
      this.#giveBackWhenDone();
    }
  }

  override async rollbackTransaction(): Promise<void> {
    try {
      await super.rollbackTransaction();
    } finally {
      this.#giveBackWhenDone();
    }
  }

  /**
   * Unlike the driver's own, a released runner stays released, as on PostgreSQL: an entity manager that was kept beyond its
   * transaction gets an error instead of writing outside of any.
   */
  override async release(): Promise<void> {
    while (this.#turn && this.transactionDepth > 0) {
      const depth = this.transactionDepth;
      await this.rollbackTransaction().catch(() => undefined);
      if (this.transactionDepth === depth) break;
    }
    this.#endTurn();
    await super.release();
    this.isReleased = true;
  }

  /** The work of the transaction has returned or failed; what comes over this runner from now on, apart from its end, was not awaited. */
  noteWorkReturned(): void {
    this.#workReturned = true;
  }

  /** The turn is given back between two attempts: who only wants to read need not wait for the writing process. */
  #whenFree<T>(attempt: () => Promise<T>): Promise<T> {
    return waitWhileBusy(attempt, this.#connection.patienceMs);
  }

  #giveBackWhenDone(): void {
    if (!this.isTransactionActive) this.#endTurn();
  }

  #endTurn(): void {
    this.#turn?.();
    this.#turn = undefined;
  }

  #refuseLateStatement(sql: string): void {
    if (!this.#workReturned || ENDS_TRANSACTION.test(sql)) return;
    throw new Error(`The statement "${sql.slice(0, 80)}" came after the work of its transaction had returned: something was not awaited`);
  }

  /** Waiting here would be waiting for oneself: this context owns the connection already, through another runner. */
  #refuseDetour(what: string): void {
    if (!this.#connection.marks.current()?.open) return;
    throw new Error(`${what} went around the entity manager of the transaction that is open in this context`);
  }

  /**
   * SQLite ends a transaction by itself on some errors (disk full, I/O error, a conflict clause ROLLBACK). If the work swallowed
   * that error and went on, its next rows would be written one by one, outside of any transaction.
   */
  #refuseOutsideLostTransaction(): void {
    const database = this.driver.databaseConnection as Database;
    if (this.transactionDepth === 0 || database.inTransaction) return;
    throw new Error('The database has rolled this transaction back after an earlier error; nothing of it is stored');
  }
}

/**
 * A plain BEGIN takes the write lock only at the first write. With a second process on the file the lock may then be gone for good
 * (SQLITE_BUSY_SNAPSHOT, which no timeout helps against): half of the transactions of two competing processes fail. IMMEDIATE waits.
 */
function immediate(sql: string): string {
  return sql === 'BEGIN TRANSACTION' ? 'BEGIN IMMEDIATE TRANSACTION' : sql;
}

type Work = (manager: EntityManager) => Promise<unknown>;
type OpenTransaction = (isolationOrWork: unknown, work?: unknown) => Promise<unknown>;

/** Marks the context of every transaction's work, so that a detour around it is refused instead of waiting for itself for ever. */
function markTransactions(manager: EntityManager, connection: SharedConnection): void {
  const unmarked = manager.transaction.bind(manager) as OpenTransaction;
  const marked: OpenTransaction = (first, second) => {
    const work = (second ?? first) as Work;
    const inside = (inner: EntityManager) => runMarked(inner, work, connection);
    return second ? unmarked(first, inside) : unmarked(inside);
  };
  Reflect.set(manager, 'transaction', marked);
}

async function runMarked(manager: EntityManager, work: Work, connection: SharedConnection): Promise<unknown> {
  const mark: TransactionMark = { open: true };
  try {
    return await connection.marks.run(mark, () => work(manager));
  } finally {
    mark.open = false;
    (manager.queryRunner as SerialQueryRunner | undefined)?.noteWorkReturned();
  }
}
