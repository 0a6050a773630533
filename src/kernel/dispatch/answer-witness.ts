import type { Facts } from './call.js';
import type { Caller } from './caller.js';

/** An answer for which no line of the journal stands: a refusal that was thrown, or the answer to a question that changed nothing. */
export interface UnjournaledAnswer {
  readonly caller: Caller;
  /** Undefined where the request named no transaction that is served here. */
  readonly transType: string | undefined;
  /** Return code of table C.4; 0 is success. */
  readonly code: number;
  /** What the handler noted and what the refusal is about; nothing personal. */
  readonly facts: Facts;
}

/**
 * Told of every answer to a known caller that left no line in the journal, before the answer goes out. The answer waits for the promise; where that is
 * rejected the caller gets `-1` in its place, so that no answer leaves unseen. A repeat that gets its first answer again is not told.
 */
export interface AnswerWitness {
  witness(answer: UnjournaledAnswer): Promise<void>;
}

/** Injection token of the {@link AnswerWitness}; a tier without one tells nobody. */
export const ANSWER_WITNESS = Symbol('AnswerWitness');
