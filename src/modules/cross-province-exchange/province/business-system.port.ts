import type { Booked, HandlingOrder } from './handling-order.js';

/** 地方核心业务系统, as far as it handles business (6.3). Ours to ask, not ours to be. */
export interface BusinessSystem {
  /** Has a business handled; the same handling number is always the same business. Throws its refusal, or `500053`/`-3` when it cannot be asked. */
  handle(order: HandlingOrder): Promise<Booked>;
}

export const BUSINESS_SYSTEM = Symbol('BusinessSystem');
