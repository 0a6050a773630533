import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '../../protocol/refusal.js';
import { returnCodes, type ReturnCodeName } from '../../protocol/dictionaries/return-codes.js';
import type { AnyTransaction } from '../../protocol/transactions/index.js';
import type { HopLog, SeenHop } from './hop-log.js';
import type { Act, Narrator, Words } from './narrator.js';
import { StoryError } from './story-error.js';

/** A transaction at a tier, from somebody; any of them may be left open. */
export interface HopPattern {
  readonly row: AnyTransaction;
  readonly from?: string;
  readonly to?: string;
  /** How often at least; once where it is not said. */
  readonly times?: number;
}

/** The part of the story that is looked at. */
type Span = 'step' | 'act';

/** Longest wait for what the outbox delivers. */
const ARRIVAL_MS = 20_000;

/** Where the acts are played: tells what is done, shows the transactions it took, and checks that it came out as the standard says. */
export class Stage {
  private act: Pick<Act, 'title' | 'clause'> = { title: ['', ''], clause: '' };
  private doing: Words = ['', ''];
  /** Where act and step begin in the log. */
  private readonly marks = { act: 0, step: 0 };
  /** Where the part of the log begins that was not shown yet. */
  private unshown = 0;

  constructor(readonly narrator: Narrator, private readonly log: HopLog) {}

  /** Plays one act; whatever it throws is told as a `StoryError`. */
  async perform<T>(act: Act, play: () => Promise<T>): Promise<T> {
    this.act = act;
    this.marks.act = this.log.mark();
    this.narrator.act(act);
    try {
      return await play();
    } catch (error) {
      if (error instanceof StoryError) throw error;
      throw this.disappointment(this.doing[1], this.act.clause, told(error), error);
    }
  }

  /** Does one thing and shows the transactions it took, and what was delivered since the step before. */
  async step<T>(words: Words, work: () => Promise<T>): Promise<T> {
    this.doing = words;
    this.narrator.step(words);
    this.marks.step = this.log.mark();
    try {
      return await work();
    } finally {
      await pause(0); // what was answered in the same moment is told as well
      this.narrator.hops(this.log.since(this.unshown));
      this.unshown = this.log.mark();
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

  /** Waits until each of these transactions has succeeded in this step, or act. Throws `StoryError` when one does not come. */
  async arrivals(patterns: readonly HopPattern[], span: Span = 'step'): Promise<void> {
    const mark = this.marks[span];
    const missing = (hops: readonly SeenHop[]): HopPattern[] => patterns.filter((pattern) => countOf(hops, pattern) < (pattern.times ?? 1));
    if (await this.log.until(mark, (hops) => missing(hops).length === 0, ARRIVAL_MS)) return;
    const names = missing(this.log.since(mark)).map(({ row, to }) => `${row.transType} at ${to ?? 'anybody'}`);
    throw this.disappointment(this.doing[1], this.act.clause, `${names.join(', ')} did not succeed within ${ARRIVAL_MS / 1000} s`);
  }

  /** Whether such a transaction has succeeded in the last step, or in this act. */
  took(pattern: HopPattern, span: Span = 'step'): boolean {
    return countOf(this.log.since(this.marks[span]), pattern) >= (pattern.times ?? 1);
  }

  private disappointment(expectation: string, clause: string, found: string, cause?: unknown): StoryError {
    const error = new StoryError(this.act.title, expectation, clause, found);
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
