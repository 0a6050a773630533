import type { SettlementOrder, SettledShares } from './settlement.store.js';

/** 地方核心业务系统: the system that settles. Ours to ask, not ours to be. */
export interface InsuranceSystem {
  /** Has an order settled; the same settlement number always gives the same shares. Throws its refusal, or `500053`/`-3` when it cannot be asked. */
  settle(order: SettlementOrder): Promise<SettledShares>;
}

export const INSURANCE_SYSTEM = Symbol('InsuranceSystem');
