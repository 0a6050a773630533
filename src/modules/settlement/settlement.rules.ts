import { refuse, refuseField } from '../../protocol/refusal.js';

/** 结算状态: asked for; settled or refused by the insured place. A refused one may be asked for again under the same serial number. */
export const settlementStates = ['requested', 'settled', 'refused'] as const;
export type SettlementState = (typeof settlementStates)[number];

/** Who pays what, in fen. */
export interface Shares {
  readonly fundFen: number;
  readonly personalAccountFen: number;
  readonly cashFen: number;
}

/** What was asked, as far as a repeat must ask the same. */
export interface Asked {
  readonly totalFen: number;
  readonly businessType: string;
}

/** The shares add up to the total, to the fen; a system that answers otherwise is not believed (`-1`). */
export function requireSharesAddUp(totalFen: number, { fundFen, personalAccountFen, cashFen }: Shares): void {
  const sum = fundFen + personalAccountFen + cashFen;
  if (sum !== totalFen) throw refuse('unknownError', { diagnosis: `the insurance system's shares add up to ${sum} fen instead of ${totalFen}` });
}

/** An institution's serial number stands for one settlement: a repeat asks for the same. Else `-2`. */
export function requireSameSettlement(first: Asked, again: Asked): void {
  if (first.totalFen === again.totalFen && first.businessType === again.businessType) return;
  throw refuseField('data.institutionSerialNo', 'stands for another settlement already');
}
