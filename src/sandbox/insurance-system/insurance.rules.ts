import type { InstitutionKind } from '../../protocol/transactions/application-record.js';
import { insuranceTypes } from '../../protocol/transactions/fields.js';
import type { Shares } from '../../protocol/transactions/preview-insurance.js';

/** What one insurance type gives. Amounts in fen. */
export interface Benefit {
  readonly name: string;
  /** 起付线: what a person pays in a year before the fund pays anything. */
  readonly deductibleFen: number;
  /** 报销比例: what the fund pays of the rest, in percent, by kind of institution. */
  readonly percent: Readonly<Record<InstitutionKind, number>>;
  /** 封顶线: what the fund pays for a person in a year at most. */
  readonly ceilingFen: number;
  /** 个人账户: its balance when the person is first seen; zero where the type has no account. */
  readonly openingBalanceFen: number;
}

/** The simulator's published rules. Nobody's real benefits: small enough that a demonstration meets every one of them. */
export const benefits: Readonly<Record<string, Benefit>> = {
  [insuranceTypes.employee]: {
    name: '职工基本医疗保险', deductibleFen: 2_000, percent: { hospital: 80, pharmacy: 70 }, ceilingFen: 30_000_000, openingBalanceFen: 200_000,
  },
  [insuranceTypes.resident]: {
    name: '城乡居民基本医疗保险', deductibleFen: 5_000, percent: { hospital: 60, pharmacy: 50 }, ceilingFen: 10_000_000, openingBalanceFen: 0,
  },
};

/** The rules of an insurance type; every type the protocol knows has some. */
export function benefitOf(insuranceType: string): Benefit {
  const benefit = benefits[insuranceType];
  if (benefit === undefined) throw new Error(`the simulator has no rules for insurance type ${insuranceType}`);
  return benefit;
}

/** What a person has used up: of the deductible and the ceiling in this year, and what is left in the account. In fen. */
export interface Accumulators {
  readonly deductibleUsedFen: number;
  readonly fundPaidFen: number;
  readonly accountBalanceFen: number;
}

/** Who pays what, and how much of it counts towards the deductible. */
export interface Split extends Shares {
  readonly deductibleFen: number;
}

/**
 * Splits a total by the rules. The deductible comes off first; the fund pays its percentage of the rest, rounded down to the fen, up to the ceiling; the
 * account pays what it can of what is left; the person pays the remainder in cash. The three shares always add up to the total.
 */
export function split(totalFen: number, benefit: Benefit, kind: InstitutionKind, used: Accumulators): Split {
  const deductibleFen = Math.min(totalFen, benefit.deductibleFen - used.deductibleUsedFen);
  const entitledFen = Math.floor(((totalFen - deductibleFen) * benefit.percent[kind]) / 100);
  const fundFen = Math.min(entitledFen, benefit.ceilingFen - used.fundPaidFen);
  const personalAccountFen = Math.min(totalFen - fundFen, used.accountBalanceFen);
  return { deductibleFen, fundFen, personalAccountFen, cashFen: totalFen - fundFen - personalAccountFen };
}

/** The accumulators after a settlement. */
export function spent(used: Accumulators, { deductibleFen, fundFen, personalAccountFen }: Split): Accumulators {
  return {
    deductibleUsedFen: used.deductibleUsedFen + deductibleFen, fundPaidFen: used.fundPaidFen + fundFen,
    accountBalanceFen: used.accountBalanceFen - personalAccountFen,
  };
}

/** The accumulators after the reversal of a settlement: exactly what it took is given back, whatever was settled in between. */
export function restored(used: Accumulators, { deductibleFen, fundFen, personalAccountFen }: Split): Accumulators {
  return {
    deductibleUsedFen: used.deductibleUsedFen - deductibleFen, fundPaidFen: used.fundPaidFen - fundFen,
    accountBalanceFen: used.accountBalanceFen + personalAccountFen,
  };
}

const yuan = (fen: number): string => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;

/** The rules as lines of a table in Markdown; docs/insurance-system.md prints them. */
export function printBenefits(): string[] {
  const rows = Object.entries(benefits).map(([type, { name, deductibleFen, percent, ceilingFen, openingBalanceFen }]) =>
    `| ${type} ${name} | ${yuan(deductibleFen)} | ${percent.hospital}% | ${percent.pharmacy}% | ${yuan(ceilingFen)} | ${yuan(openingBalanceFen)} |`);
  return [
    '| 险种 insurance type | 起付线 deductible, yuan a year | hospital | pharmacy | 封顶线 ceiling, yuan a year | 个人账户 opening balance, yuan |',
    '|---|---|---|---|---|---|', ...rows,
  ];
}
