import type { Zone } from '../../protocol/transaction.js';

/** One transaction as this tier answered it. */
export interface Hop {
  readonly zone: Zone;
  readonly from: string;
  readonly to: string;
  readonly transType: string;
  readonly clause: string;
  /** Return code of table C.4; 0 is success. */
  readonly code: number;
  readonly text: string;
  /** Duration inside this tier. */
  readonly ms: number;
}

/** Told of every answered transaction; for narration and counters. It must not throw. */
export type Observer = (hop: Hop) => void;
