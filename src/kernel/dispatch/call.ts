import { sm3Hex } from '../../crypto/sm3.js';
import type { Refusal } from '../../protocol/refusal.js';
import type { Caller } from './caller.js';

/** What is written down of a request beside who asked what: numbers and identifiers, nothing personal. */
export type Facts = Readonly<Record<string, string | number>>;

/** What a step is journaled with. */
export interface Deed {
  /** Whom or what it concerns, such as a credential number; the journal keeps only its blind index. */
  readonly subject: string;
  /** Further facts for the journal. */
  readonly facts?: Facts;
}

/** What an act is journaled with. */
export interface ActDeed<O> extends Deed {
  /** Facts that only the work brings to light; asked inside the unit of work once the work is done, and not where it ends with a refusal. */
  readonly factsOf?: (answer: O) => Facts;
}

export interface CallParts<I, O> {
  readonly input: I;
  readonly caller: Caller;
  readonly requestId: string;
  /** Epoch milliseconds at which the request arrived. */
  readonly at: number;
  readonly encrypted: boolean;
  readonly perform: (deed: ActDeed<O>, work: () => Promise<O | Refusal>) => Promise<O>;
  readonly step: <T>(deed: Deed, work: () => Promise<T>) => Promise<T>;
  readonly note: (facts: Facts) => void;
}

/** One request as its handler sees it: meaning, caller, time, and the way to act. Its members may be taken apart. */
export class Call<I, O> {
  readonly input: I;
  readonly caller: Caller;
  readonly requestId: string;
  readonly at: number;

  /** Whether the data travelled encrypted, for rows that leave it to the caller and have a field that must. */
  readonly encrypted: boolean;

  /**
   * Does the work and keeps its answer in one unit of work, so that a repeat of the request gets this answer and nothing happens twice (INT-22). A
   * refusal that is thrown undoes everything; one that is returned is kept with what was written (a counted failure, say).
   */
  readonly act: CallParts<I, O>['perform'];

  /** Writes something of its own before the act, where another system must be asked in between. A repeat must be able to go on from it. */
  readonly step: CallParts<I, O>['step'];

  /** Adds facts to what an answer is counted by that leaves no line in the journal. Nothing personal. */
  readonly note: CallParts<I, O>['note'];

  constructor(parts: CallParts<I, O>) {
    this.input = parts.input;
    this.caller = parts.caller;
    this.requestId = parts.requestId;
    this.at = parts.at;
    this.encrypted = parts.encrypted;
    this.act = parts.perform;
    this.step = parts.step;
    this.note = parts.note;
  }

  /** The request id for asking another system on behalf of this call: the same for every repeat of the call. */
  derivedId(purpose: string): string {
    return sm3Hex(this.caller.name, '\n', this.requestId, '\n', purpose).slice(0, 32);
  }
}
