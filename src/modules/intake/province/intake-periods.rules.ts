import type { RowFault } from './intake-reasons.rules.js';
import type { CleanRow } from './intake-row.rules.js';

/** An insured period as it is kept. */
export interface KeptPeriod extends Pick<CleanRow, 'poolingArea' | 'insuranceType' | 'insuredFrom' | 'insuredUntil'> {
  /** By which run it came in. */
  readonly runNo: number;
}

/** Somebody whose base data stand here. */
export interface KeptPerson {
  readonly userName: string;
  readonly periods: readonly KeptPeriod[];
}

/** A clean row with the key of its person. */
export interface KeyedRow extends CleanRow {
  readonly personKey: string;
  readonly line: number;
}

/** What becomes of clean rows beside each other and beside what is kept. */
export interface SortedOut {
  readonly people: readonly KeyedRow[];
  readonly periods: readonly KeyedRow[];
  /** As an earlier file said it. */
  readonly known: number;
  readonly duplicates: readonly (RowFault & { readonly line: number })[];
  readonly rejected: readonly (RowFault & { readonly line: number })[];
}

interface Person {
  readonly userName: string;
  readonly periods: KeptPeriod[];
}

/**
 * Judges rows in their order (INT-151): the first word about a document's name and about a period holds. The same row again is a duplicate within one
 * file, and known from an earlier one; another period that shares a day with one in the same pooling area is rejected.
 */
export function sortOut(rows: readonly KeyedRow[], kept: ReadonlyMap<string, KeptPerson>, runNo: number): SortedOut {
  const people = new Map<string, Person>([...kept].map(([key, { userName, periods }]) => [key, { userName, periods: [...periods] }]));
  const sorted = { people: [] as KeyedRow[], periods: [] as KeyedRow[], known: 0, duplicates: [] as Judged[], rejected: [] as Judged[] };
  for (const row of rows) {
    const person = people.get(row.personKey);
    const same = person?.periods.find((period) => samePeriod(period, row));
    if (person !== undefined && person.userName !== row.userName) sorted.rejected.push(fault(row, 'userName', 'nameDiffers', row.userName));
    else if (same !== undefined && same.runNo !== runNo) sorted.known += 1;
    else if (same !== undefined) sorted.duplicates.push(fault(row, 'row', 'duplicate', ''));
    else if (person?.periods.some((period) => overlaps(period, row))) sorted.rejected.push(fault(row, 'insuredFrom', 'overlap', row.insuredFrom));
    else {
      if (person === undefined) sorted.people.push(row);
      sorted.periods.push(row);
      people.set(row.personKey, { userName: row.userName, periods: [...person?.periods ?? [], { ...row, runNo }] });
    }
  }
  return sorted;
}

type Judged = RowFault & { readonly line: number };

const fault = ({ line }: KeyedRow, field: RowFault['field'], reason: RowFault['reason'], value: string): Judged => ({ line, field, reason, value });

const samePeriod = (one: KeptPeriod, other: CleanRow): boolean => (
  one.poolingArea === other.poolingArea && one.insuranceType === other.insuranceType
  && one.insuredFrom === other.insuredFrom && one.insuredUntil === other.insuredUntil
);

/** Both have a day in common; the last day belongs to a period. */
const overlaps = (one: KeptPeriod, other: CleanRow): boolean => (
  one.poolingArea === other.poolingArea && (other.insuredUntil === '' || one.insuredFrom <= other.insuredUntil)
  && (one.insuredUntil === '' || other.insuredFrom <= one.insuredUntil)
);
