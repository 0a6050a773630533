import type { ReturnCodeName } from '../../../src/protocol/dictionaries/return-codes.js';

export type Reason = Exclude<ReturnCodeName, 'success'>;

/** The model says no, with a row of table C.4. */
export class Refused extends Error {
  /** `kept`: the answer to a repeat of this request too, whatever has happened meanwhile (INT-22). */
  constructor(readonly reason: Reason, readonly kept = false) {
    super(reason);
  }
}

/** Nothing has happened; the same request may be answered otherwise later. */
export const no = (reason: Reason): Refused => new Refused(reason);

/** Something was written down with the refusal (a failed attempt, say), and the refusal with it. */
export const noForGood = (reason: Reason): Refused => new Refused(reason, true);

/** Throws a refusal unless this holds. */
export function must(holds: boolean, reason: Reason): asserts holds {
  if (!holds) throw no(reason);
}
