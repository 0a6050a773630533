import { sm3Hex } from '../../crypto/sm3.js';

/** What an entry says, without its place in the chain of hashes. */
export interface ChainedFact {
  sequence: number;
  /** Epoch ms. */
  at: number;
  actor: string;
  act: string;
  subject: string | null;
  outcome: string;
  /** JSON text as it is stored. */
  detail: string;
}

/** An entry as it is stored. */
export interface ChainedEntry extends ChainedFact {
  previousHash: string;
  hash: string;
}

/** The last entry of a chain. */
export interface JournalHead {
  /** 0 for an empty journal. */
  sequence: number;
  hash: string;
}

/** What the first entry names as the hash before it. */
export const genesisHash = '0'.repeat(64);

export const emptyHead: JournalHead = { sequence: 0, hash: genesisHash };

/**
 * SM3 (64 lower-case hex characters) over the UTF-8 bytes of the JSON array
 * `["openec journal 1", previousHash, sequence, at, actor, act, subject, outcome, detail]`.
 * A JSON array is unambiguous: no character can move from one field into the next without changing the bytes, and null is not "null".
 */
export function entryHash(previousHash: string, { sequence, at, actor, act, subject, outcome, detail }: ChainedFact): string {
  return sm3Hex(JSON.stringify(['openec journal 1', previousHash, sequence, at, actor, act, subject, outcome, detail]));
}

/** Where a chain breaks, in a sentence for the auditor. */
export interface ChainBreak {
  brokenAt: number;
  why: string;
}

/**
 * The break that `entry` is, as the successor of `before`; undefined if it follows properly.
 * A gap is reported at the first missing number, everything else at the entry itself.
 */
export function breakAt(before: JournalHead, entry: ChainedEntry): ChainBreak | undefined {
  const due = before.sequence + 1;
  if (entry.sequence > due) return { brokenAt: due, why: `entry ${due} is missing; ${entry.sequence} follows ${before.sequence}` };
  if (Number.isNaN(entry.sequence)) return { brokenAt: due, why: `an entry without a number stands where ${due} was due` };
  if (entry.sequence !== due) return { brokenAt: entry.sequence, why: `entry ${entry.sequence} does not belong here; ${due} was due` };
  if (entry.previousHash !== before.hash) return { brokenAt: due, why: `entry ${due} does not follow the entry before it` };
  if (entry.hash !== entryHash(before.hash, entry)) return { brokenAt: due, why: `entry ${due} was altered` };
  return undefined;
}
