import type { Place } from './words.js';

/** Who pays what, in fen. */
export interface Shares {
  readonly fundFen: number;
  readonly personalAccountFen: number;
  readonly cashFen: number;
}

interface Rules {
  readonly deductible: number;
  readonly percent: { readonly hospital: number; readonly pharmacy: number };
  readonly ceiling: number;
  readonly openingBalance: number;
}

/** The table of docs/insurance-system.md, in fen. */
const rules: Readonly<Record<string, Rules>> = {
  310: { deductible: 20_00, percent: { hospital: 80, pharmacy: 70 }, ceiling: 300_000_00, openingBalance: 2_000_00 },
  390: { deductible: 50_00, percent: { hospital: 60, pharmacy: 50 }, ceiling: 100_000_00, openingBalance: 0 },
};

/** What a settlement took, and gives back when it is reversed. */
export interface Booking extends Shares {
  readonly account: Account;
  readonly year: string;
  readonly deductible: number;
}

interface Account {
  balance: number;
  readonly years: Map<string, { deductible: number; fund: number }>;
}

export interface Bill {
  readonly idNo: string;
  readonly place: Place;
  readonly kind: 'hospital' | 'pharmacy';
  readonly totalFen: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** 地方核心业务系统 of one province: its books, by document and insurance type. */
export class Insurer {
  private readonly accounts = new Map<string, Account>();

  /** Deductible first; then the fund pays its percentage, rounded down, up to the ceiling; then the account; the rest is cash. */
  split({ idNo, place: { insuranceType }, kind, totalFen, at }: Bill): Booking {
    const { deductible, percent, ceiling } = rules[insuranceType];
    const account = this.account(idNo, insuranceType);
    const year = yearInChina(at);
    const used = account.years.get(year) ?? { deductible: 0, fund: 0 };
    const ownPart = Math.min(totalFen, deductible - used.deductible);
    const entitled = Number((BigInt(totalFen - ownPart) * BigInt(percent[kind])) / 100n);
    const fundFen = Math.min(entitled, ceiling - used.fund);
    const personalAccountFen = Math.min(totalFen - fundFen, account.balance);
    return { fundFen, personalAccountFen, cashFen: totalFen - fundFen - personalAccountFen, account, year, deductible: ownPart };
  }

  settle(bill: Bill): Booking {
    const booking = this.split(bill);
    move(booking, 1);
    return booking;
  }

  reverse(booking: Booking): void {
    move(booking, -1);
  }

  /** What stands in the books of a person, for the comparison at the end: balance, and for each year deductible and fund. */
  books(idNo: string, insuranceType: string): { balance: number; years: Record<string, { deductible: number; fund: number }> } {
    const { balance, years } = this.account(idNo, insuranceType);
    return { balance, years: Object.fromEntries(years) };
  }

  private account(idNo: string, insuranceType: string): Account {
    const key = `${idNo} ${insuranceType}`;
    const account = this.accounts.get(key) ?? { balance: rules[insuranceType].openingBalance, years: new Map<string, { deductible: number; fund: number }>() };
    this.accounts.set(key, account);
    return account;
  }
}

function move({ account, year, deductible, fundFen, personalAccountFen }: Booking, sign: 1 | -1): void {
  const used = account.years.get(year) ?? { deductible: 0, fund: 0 };
  account.years.set(year, { deductible: used.deductible + sign * deductible, fund: used.fund + sign * fundFen });
  account.balance -= sign * personalAccountFen;
}

const yearInChina = (at: number): string => String(new Date(at + 8 * 3_600_000).getUTCFullYear());
