import type { LexicalObject } from '../../protocol/lexical-json.js';
import type { AnyTransaction } from '../../protocol/transactions/index.js';
import type { Caller } from './caller.js';

/** One request of a known caller, before anything of it is done. */
export interface Admittee {
  readonly caller: Caller;
  readonly transaction: AnyTransaction;
  /** Network address the request came from. */
  readonly address: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Whether a signature vouches for what is said. */
  readonly signed: boolean;
  /** What is said; read by no table yet. */
  readonly data: LexicalObject;
}

/** Decides whether a caller may do this, from here, now: beyond what the catalogue says of its kind. Throws `Refusal`. */
export interface Admission {
  admit(request: Admittee): Promise<void>;
}

/** Injection token of the {@link Admission}; a tier without one admits whom the catalogue admits. */
export const ADMISSION = Symbol('Admission');
