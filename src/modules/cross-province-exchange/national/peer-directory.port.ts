import type { ProvinceCode } from '../../../protocol/identifiers.js';
import type { Transaction } from '../../../protocol/transaction.js';

/** The provinces as the national tier speaks to them. */
export interface PeerDirectory {
  /**
   * Asks one province; `requestId` is the same for every repeat. Throws the province's refusal with its origin; a province that is not attached or
   * does not answer in time is `-3` with that province as origin.
   */
  ask<I, O>(province: ProvinceCode, transaction: Transaction<I, O>, input: I, requestId: string): Promise<O>;
}

export const PEER_DIRECTORY = Symbol('PeerDirectory');
