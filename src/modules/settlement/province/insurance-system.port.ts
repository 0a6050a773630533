import type { Shares } from '../../../protocol/transactions/preview-insurance.js';
import type { PreviewOrder, SettledShares, SettlementOrder } from './settlement-order.js';

/** What is to be taken back. */
export interface ReversalOrder {
  readonly settlementNo: string;
  readonly orgId: SettlementOrder['orgId'];
  readonly reversalSerialNo: string;
}

/**
 * 地方核心业务系统: the system that settles. Ours to ask, not ours to be. Every method throws the system's refusal, `500053` or `500032` when no or a wrong
 * access to it is configured, `-3` when it does not answer, `-1` when its answer cannot be believed.
 */
export interface InsuranceSystem {
  /** What a settlement would come to now. It writes nothing. `requestId` is the same for every repeat of the question. */
  preview(order: PreviewOrder, requestId: string): Promise<Shares>;

  /** Has an order settled; the same settlement number always gives the same shares. */
  settle(order: SettlementOrder): Promise<SettledShares>;

  /** Takes a whole settlement back, once; the same settlement number always gives the same time. */
  reverse(order: ReversalOrder): Promise<{ readonly reversedAt: number }>;
}

export const INSURANCE_SYSTEM = Symbol('InsuranceSystem');
