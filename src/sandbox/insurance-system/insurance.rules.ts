import { insuranceTypes } from '../../protocol/transactions/fields.js';

/** Who pays what, in fen. */
export interface Shares {
  readonly fundFen: number;
  readonly personalAccountFen: number;
  readonly cashFen: number;
}

interface Benefit {
  /** 起付线, in fen, for each settlement. */
  readonly deductibleFen: number;
  /** 报销比例, in percent of what lies above the deductible. */
  readonly percent: number;
  /** 个人账户: what it pays at most of the rest, in fen. */
  readonly personalAccountFen: number;
}

/** The simulator's published rules by insurance type. Nobody's real benefits. */
export const benefits: Readonly<Record<string, Benefit>> = {
  [insuranceTypes.employee]: { deductibleFen: 2_000, percent: 80, personalAccountFen: 10_000 },
  [insuranceTypes.resident]: { deductibleFen: 5_000, percent: 60, personalAccountFen: 0 },
};

/** Splits a total by the rules; the fund's share is rounded down to the fen, the shares always add up to the total. */
export function split(totalFen: number, insuranceType: string): Shares {
  const benefit = benefits[insuranceType];
  if (benefit === undefined) throw new Error(`the simulator has no rules for insurance type ${insuranceType}`);
  const fundFen = Math.floor((Math.max(0, totalFen - benefit.deductibleFen) * benefit.percent) / 100);
  const personalAccountFen = Math.min(totalFen - fundFen, benefit.personalAccountFen);
  return { fundFen, personalAccountFen, cashFen: totalFen - fundFen - personalAccountFen };
}
