import type { EntityManager } from 'typeorm';
import type { Clock } from '../clock.js';
import { TurnQueue } from '../persistence/turn-queue.js';
import type { UnitOfWork } from '../persistence/unit-of-work.js';
import { type ChainedEntry, type JournalHead, breakAt, emptyHead, entryHash } from './journal-chain.js';
import { JournalEntryEntity } from './journal-entry.entity.js';
import { maskPersonalNumbers } from './masks.js';

/** One fact for the journal. */
export interface JournalFact {
  /** Who did it; cut at 128 characters. */
  actor: string;
  /** What was done, a fixed word of the program; at most 40 characters. */
  act: string;
  /** What it was done to: an identifier, never personal data; cut at 128 characters. */
  subject?: string | undefined;
  /** How it ended; cut at 40 characters. */
  outcome: string;
  /** Stored as JSON. Numbers that look like those of a person are masked in its texts; names cannot be recognised, leave them out. */
  detail: unknown;
}

/** The result of {@link JournalStore.verify}. `entries` counts the sound entries from the beginning. */
export type JournalVerdict =
  | { ok: true; entries: number; head: string }
  | { ok: false; brokenAt: number; why: string; entries: number };

const PAGE = 1_000;

/**
 * The journal of what was done (5.2.1, channel supervision): every entry carries the hash of the one before it, so that nobody can
 * alter, remove, insert or reorder entries of the past without changing every later hash.
 *
 * The hash has no key. Who can write to the database can cut entries off at the end, or alter one and compute all later hashes anew;
 * both show only against a head that is kept elsewhere (the other tier, a print-out). `verify` takes such a head.
 */
export class JournalStore {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;
  /** Two appends started side by side in one unit would both follow the same entry. */
  readonly #appends = new TurnQueue();

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /**
   * Adds an entry in the open unit of work: the fact and what it speaks of are stored together or not at all.
   * @throws Error if no unit of work is open.
   */
  append(fact: JournalFact): Promise<void> {
    return this.#appends.inTurn(async () => {
      const writer = this.#unitOfWork.writer();
      const before = await lastEntry(writer);
      const entry = { sequence: before.sequence + 1, at: this.#clock.now(), ...stored(fact) };
      await insert(writer, { ...entry, previousHash: before.hash, hash: entryHash(before.hash, entry) });
    });
  }

  /** The last entry's number and hash, to be kept elsewhere; sequence 0 for an empty journal. */
  head(): Promise<JournalHead> {
    return lastEntry(this.#unitOfWork.reader());
  }

  /** Up to `most` entries that follow a number, in order; 0 begins with the first. */
  async entriesAfter(sequence: number, most: number): Promise<ChainedEntry[]> {
    return (await this.#page({ sequence }, most)).map(plainEntry);
  }

  /**
   * Reads the whole journal, 1,000 entries at a time, and names the first entry that is not as it was written.
   * @param expectedHead a head that was kept elsewhere; the journal may have grown since.
   */
  async verify(expectedHead: JournalHead = emptyHead): Promise<JournalVerdict> {
    let before = emptyHead;
    for await (const entry of this.#entries()) {
      const broken = breakAt(before, entry) ?? contradiction(expectedHead, entry);
      if (broken) return { ok: false, ...broken, entries: before.sequence };
      before = { sequence: entry.sequence, hash: entry.hash };
    }
    if (before.sequence >= expectedHead.sequence) return { ok: true, entries: before.sequence, head: before.hash };
    const brokenAt = before.sequence + 1;
    return { ok: false, brokenAt, why: `the entries ${brokenAt} to ${expectedHead.sequence} were cut off`, entries: before.sequence };
  }

  async *#entries(): AsyncGenerator<ChainedEntry> {
    for (let page = await this.#page(); page.length > 0; page = await this.#page(page.at(-1))) {
      yield* page.map(plainEntry);
    }
  }

  /** Raw rows: an altered row need not fit the entity. From the very beginning, because a row can be inserted before number 1. */
  #page(after?: Pick<RawRow, 'sequence'>, most = PAGE): Promise<RawRow[]> {
    const query = this.#unitOfWork.reader().createQueryBuilder().select('*').from(JournalEntryEntity, 'entry');
    if (after) query.where('entry.sequence > :last', { last: after.sequence });
    return query.orderBy('entry.sequence', 'ASC').limit(most).getRawMany<RawRow>();
  }
}

/** Plain SQL here and below, the same on every database: entries are written on the hot path, where the query builder takes three times as long. */
async function insert(manager: EntityManager, { sequence, at, actor, act, subject, outcome, detail, previousHash, hash }: ChainedEntry): Promise<void> {
  await manager.sql`
    INSERT INTO journal_entry (sequence, at, actor, act, subject, outcome, detail, previous_hash, hash)
    VALUES (${sequence}, ${at}, ${actor}, ${act}, ${subject}, ${outcome}, ${detail}, ${previousHash}, ${hash})`;
}

async function lastEntry(manager: EntityManager): Promise<JournalHead> {
  const [last] = await manager.query<Array<{ sequence: number | string; hash: string }>>('SELECT sequence, hash FROM journal_entry ORDER BY sequence DESC LIMIT 1');
  return last ? { sequence: Number(last.sequence), hash: last.hash } : emptyHead;
}

function contradiction(expected: JournalHead, { sequence, hash }: ChainedEntry) {
  if (sequence !== expected.sequence || hash === expected.hash) return undefined;
  return { brokenAt: sequence, why: `entry ${sequence} is not the one whose hash was kept elsewhere` };
}

function stored({ actor, act, subject, outcome, detail }: JournalFact) {
  return {
    actor: cut(actor, 128),
    act: cut(act, 40),
    subject: subject === undefined ? null : cut(subject, 128),
    outcome: cut(outcome, 40),
    detail: JSON.stringify(detail ?? null, (_name, value: unknown) => (typeof value === 'string' ? maskPersonalNumbers(value) : value)),
  };
}

/**
 * As long as the column on every database: evidence must not be refused because a foreign name is long. Through UTF-8, because a
 * lone surrogate comes back from the database as U+FFFD, and the entry would then look altered; a NUL is no text on PostgreSQL.
 */
function cut(text: string, length: number): string {
  const whole = Buffer.from(text, 'utf8').toString('utf8').replaceAll('\0', '\uFFFD');
  return whole.length <= length ? whole : `${Buffer.from(whole.slice(0, length - 2), 'utf8').toString('utf8')}…`;
}

/** Column names as in the database, values as the driver hands them out. */
type RawRow = Readonly<Record<'sequence' | 'at' | 'actor' | 'act' | 'subject' | 'outcome' | 'detail' | 'previous_hash' | 'hash', unknown>>;

/**
 * A value of a wrong type (bytes in the place of a text, a text in the place of a number) must not be converted into the value that
 * was hashed; NaN and the marker text never were.
 */
function plainEntry(row: RawRow): ChainedEntry {
  return {
    sequence: numberOf(row.sequence),
    at: numberOf(row.at),
    actor: textOf(row.actor),
    act: textOf(row.act),
    subject: row.subject === null ? null : textOf(row.subject),
    outcome: textOf(row.outcome),
    detail: textOf(row.detail),
    previousHash: textOf(row.previous_hash),
    hash: textOf(row.hash),
  };
}

/** PostgreSQL hands out a bigint as text. */
function numberOf(value: unknown): number {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d+$/.test(value)) ? Number(value) : Number.NaN;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '\uD800 not a text';
}
