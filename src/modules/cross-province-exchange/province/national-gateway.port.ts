import type { Transaction } from '../../../protocol/transaction.js';

/** The national tier as a province speaks to it. */
export interface NationalGateway {
  /**
   * Asks national; `requestId` is the same for every repeat. Throws the refusal of whoever refused, with its origin; a national tier that does not
   * answer is `500033`.
   */
  ask<I, O>(transaction: Transaction<I, O>, input: I, requestId: string): Promise<O>;
}

export const NATIONAL_GATEWAY = Symbol('NationalGateway');
