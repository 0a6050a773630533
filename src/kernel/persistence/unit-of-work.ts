import type { DataSource, EntityManager } from 'typeorm';
import { Carried } from './carried.js';
import { TurnQueue } from './turn-queue.js';

/** Told when a task that ran after a commit failed. The commit itself stands. */
export type TaskFailure = (error: unknown) => void;

interface OpenUnit {
  readonly manager: EntityManager;
  readonly tasks: Array<() => void>;
  /** False as soon as the work has returned: whatever still runs in its context was not awaited. */
  open: boolean;
}

/**
 * All or nothing: the one place that opens write transactions, one at a time.
 *
 * The open unit travels with the asynchronous context, so a store asks for {@link reader} or {@link writer} and no entity manager
 * is handed through the house. One writer at a time also gives what the journal and the outbox rest on: numbers assigned inside a
 * unit have no gaps and stand in the order of commit. (Several processes on one SQLite file keep this property, because a unit
 * takes the file's write lock at its beginning.)
 *
 * Misuse is a programming fault and throws a plain Error at once.
 */
export class UnitOfWork {
  readonly #dataSource: DataSource;
  readonly #onTaskFailure: TaskFailure;
  readonly #units = new Carried<OpenUnit>();
  readonly #turns = new TurnQueue();

  constructor(dataSource: DataSource, onTaskFailure: TaskFailure = warn) {
    this.#dataSource = dataSource;
    this.#onTaskFailure = onTaskFailure;
  }

  /**
   * Runs `work` in the one write transaction: commits when it returns, rolls back and rethrows when it throws.
   * Never wait for another machine inside: every other write of this tier waits meanwhile.
   * @throws Error if a unit is already open in this context: the inner one could neither commit nor roll back by itself.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.isOpen) throw new Error('A unit of work was started inside another one');
    const tasks: Array<() => void> = [];
    const result = await this.#turns.inTurn(() =>
      this.#dataSource.transaction((manager) => this.#runOpen({ manager, tasks, open: true }, work)),
    );
    for (const task of tasks) this.#perform(task);
    return result;
  }

  /** Whether a unit is open in this asynchronous context. */
  get isOpen(): boolean {
    return this.#openUnit() !== undefined;
  }

  /** For reading: sees the open unit's own changes, or, when none is open, what is committed. */
  reader(): EntityManager {
    return this.#openUnit()?.manager ?? this.#dataSource.manager;
  }

  /** For writing. @throws Error if no unit is open, also in work that outlived its unit because nobody awaited it. */
  writer(): EntityManager {
    return this.#requireOpen('Writing').manager;
  }

  /**
   * Runs `task` once the open unit is committed, never if it is rolled back. A failing task cannot undo the commit: its error goes
   * to the callback given to the constructor. For wake-up calls and gauges; what must not get lost belongs into the outbox.
   * @throws Error if no unit is open.
   */
  afterCommit(task: () => void): void {
    this.#requireOpen('A task after commit').tasks.push(task);
  }

  /**
   * Guards what must not happen while a unit holds the writer's turn, above all a call to a peer: two tiers calling each other from
   * inside their units would wait for each other for ever.
   * @throws Error `<what> called while a unit of work is open`.
   */
  requireClosed(what: string): void {
    if (this.isOpen) throw new Error(`${what} called while a unit of work is open`);
  }

  async #runOpen<T>(unit: OpenUnit, work: () => Promise<T>): Promise<T> {
    try {
      return await this.#units.run(unit, work);
    } finally {
      unit.open = false;
    }
  }

  #openUnit(): OpenUnit | undefined {
    const unit = this.#units.current();
    return unit?.open ? unit : undefined;
  }

  #requireOpen(what: string): OpenUnit {
    const unit = this.#openUnit();
    if (!unit) throw new Error(`${what} needs an open unit of work, and none is open in this context`);
    return unit;
  }

  #perform(task: () => unknown): void {
    try {
      // a task may be asynchronous by mistake; its rejection must not end the process
      Promise.resolve(task()).catch(this.#onTaskFailure);
    } catch (error) {
      this.#onTaskFailure(error);
    }
  }
}

/** Names the kind of error only: its message may quote data, and this is not the log that masks it. */
function warn(error: unknown): void {
  const kind = error instanceof Error ? error.name : typeof error;
  process.emitWarning(`A task after a commit failed with ${kind}; the committed data is not affected`);
}
