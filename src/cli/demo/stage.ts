import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '../../protocol/refusal.js';
import { returnCodes, type ReturnCodeName } from '../../protocol/dictionaries/return-codes.js';
import type { AnyTransaction } from '../../protocol/transactions/index.js';
import type { HopLog, SeenHop } from './hop-log.js';
import type { Narrator, Words } from './narrator.js';
import { StoryError } from './story-error.js';

/** A transaction at a tier, from somebody; any of them may be left open. */
export interface HopPattern {
  readonly row: AnyTransaction;
  readonly from?: string;
  readonly to?: string;
  /** How often at least; once where it is not said. */
  readonly times?: number;
}

/** Longest wait for what the outbox delivers. */
const ARRIVAL_MS = 10_000;

/** Where the acts are played: tells what is done, shows the transactions it took, and checks that it came out as the standard says. */
export class Stage {
  private act: Words = ['序幕', 'Prologue'];
  private clause = '';
  private doing: Words = ['', ''];
  private mark = 0;

  constructor(readonly narrator: Narrator, private readonly log: HopLog) {}

  /** Plays one act; whatever it throws is told as a `StoryError`. */
  async perform<T>(title: Words, clause: string, play: () => Promise<T>): Promise<T> {
    [this.act, this.clause] = [title, clause];
    this.narrator.heading(title, clause);
    try {
      return await play();
    } catch (error) {
      if (error instanceof StoryError) throw error;
      throw this.disappointment(this.doing[1], this.clause, told(error), error);
    }
  }

  /** Does one thing and shows the transactions it took. */
  async step<T>(words: Words, work: () => Promise<T>): Promise<T> {
    this.doing = words;
    this.narrator.step(words);
    this.mark = this.log.mark();
    try {
      return await work();
    } finally {
      await pause(0); // what was answered in the same moment is told as well
      this.narrator.hops(this.seen());
    }
  }

  /** A step that must be refused with this row of table C.4. */
  async refused(words: Words, name: ReturnCodeName, clause: string, work: () => Promise<unknown>): Promise<Refusal> {
    const { code, text } = returnCodes[name];
    const outcome = await this.step(words, () => work().then(() => undefined, (error: unknown) => error));
    if (outcome instanceof Refusal && outcome.returnCode.code === code) return outcome;
    throw this.disappointment(`a refusal ${code} ${text}`, clause, outcome === undefined ? 'success' : told(outcome), outcome);
  }

  /** An outcome and the clause that asks for it. Throws `StoryError` unless it holds. */
  expect(holds: boolean, words: Words, clause: string, found = 'otherwise'): void {
    if (!holds) throw this.disappointment(words[1], clause, found);
    this.narrator.held(words, clause);
  }

  /** Waits, within the step, until each of these transactions has succeeded in it. Throws `StoryError` when one does not come. */
  async arrivals(patterns: readonly HopPattern[]): Promise<void> {
    const missing = (hops: readonly SeenHop[]): HopPattern[] => patterns.filter((pattern) => countOf(hops, pattern) < (pattern.times ?? 1));
    if (await this.log.until(this.mark, (hops) => missing(hops).length === 0, ARRIVAL_MS)) return;
    const names = missing(this.seen()).map(({ row, to }) => `${row.transType} at ${to ?? 'anybody'}`);
    throw this.disappointment(this.doing[1], this.clause, `${names.join(', ')} did not succeed within ${ARRIVAL_MS / 1000} s`);
  }

  /** Whether such a transaction succeeded in the last step. */
  took(pattern: HopPattern): boolean {
    return countOf(this.seen(), pattern) >= (pattern.times ?? 1);
  }

  private seen(): SeenHop[] {
    return this.log.since(this.mark);
  }

  private disappointment(expectation: string, clause: string, found: string, cause?: unknown): StoryError {
    const error = new StoryError(this.act, expectation, clause, found);
    error.cause = cause;
    return error;
  }
}

function countOf(hops: readonly SeenHop[], pattern: HopPattern): number {
  return hops.filter((hop) => hop.code === 0 && matches(hop, pattern)).length;
}

function matches(hop: SeenHop, { row, from, to }: HopPattern): boolean {
  return hop.transType === row.transType && (from === undefined || hop.from === from) && (to === undefined || hop.to === to);
}

function told(error: unknown): string {
  if (!(error instanceof Refusal)) return error instanceof Error ? error.message : String(error);
  const why = [error.diagnosis, error.origin && `refused by ${error.origin}`].filter(Boolean).join('; ');
  return why === '' ? error.message : `${error.message} (${why})`;
}
