import { outcomeClassOf, type OutcomeClass } from '../../protocol/outcome-class.js';
import { returnCodes } from '../../protocol/dictionaries/return-codes.js';
import { findTransaction } from '../../protocol/transactions/index.js';
import type { Traffic, TrafficWindow } from '../../protocol/transactions/query-tier-state.js';
import type { Zone } from '../../protocol/transaction.js';
import type { Clock } from '../clock.js';
import { RollingCounts } from './rolling-counts.js';

/** Upper bounds of the classes of durations, milliseconds; what took longer than the last counts there. */
export const DURATION_BOUNDS_MS = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000] as const;

/** Stands in the place of a transType where the request named none of the catalogue, so that nobody can make us remember names. */
export const NO_TRANSACTION = 'none';

/** One answer as it is measured. Without `ms` it says nothing of how long transactions take. */
export interface Answered {
  readonly zone: Zone;
  readonly transType: string;
  /** Return code of table C.4; 0 is success. */
  readonly code: number;
  readonly ms?: number;
}

const CODES = Object.values(returnCodes);
const columnOfCode: ReadonlyMap<number, number> = new Map(CODES.map(({ code }, column) => [code, column]));
const UNKNOWN_ERROR = CODES.indexOf(returnCodes.unknownError);
const COLUMNS = CODES.length + DURATION_BOUNDS_MS.length;

const FINE_MS = 5_000;
const COARSE_MS = 60_000;
/** The windows that are told, with the ring they are read from and the number of its steps. */
const WINDOWS = [
  { minutes: 1, ring: 'fine', steps: 60_000 / FINE_MS },
  { minutes: 5, ring: 'coarse', steps: 5 },
  { minutes: 60, ring: 'coarse', steps: 60 },
] as const;

interface Series {
  readonly zone: Zone;
  readonly transType: string;
  readonly fine: RollingCounts;
  readonly coarse: RollingCounts;
}

/** The transType where it stands in the catalogue, else `none`. */
export const boundedTransType = (transType: string): string => findTransaction(transType)?.transType ?? NO_TRANSACTION;

/**
 * 服务监控 (5.2.2, 5.2.3): what was answered in the last 1, 5 and 60 minutes, by zone and transaction. An answer costs two to four increments; the memory
 * is bounded by the catalogue.
 */
export class RequestMeter {
  private readonly series = new Map<string, Series>();

  constructor(private readonly clock: Clock) {}

  note({ zone, transType, code, ms }: Answered): void {
    const { fine, coarse } = this.seriesOf(zone, boundedTransType(transType));
    const at = this.clock.now();
    const columns = [columnOfCode.get(code) ?? UNKNOWN_ERROR, ...(ms === undefined ? [] : [columnOfDuration(ms)])];
    for (const column of columns) {
      fine.add(column, at);
      coarse.add(column, at);
    }
  }

  /** Each zone altogether. */
  zones(): Traffic[] {
    const zones = [...new Set([...this.series.values()].map(({ zone }) => zone))];
    return zones.map((zone) => ({ zone, ...this.read([...this.series.values()].filter((each) => each.zone === zone)) }));
  }

  /** Each transaction that was asked for. */
  transactions(): Traffic[] {
    return [...this.series.values()].map((each) => ({ zone: each.zone, transType: each.transType, ...this.read([each]) }));
  }

  private read(series: readonly Series[]): Pick<Traffic, 'windows' | 'codes'> {
    const at = this.clock.now();
    const sums = WINDOWS.map(({ ring, steps }) => summed(series.map((each) => each[ring].sum(steps, at))));
    const [minute, fiveMinutes, hour] = sums;
    const codes = CODES.map(({ code }, column) => ({ returnCode: code, minute: minute[column], fiveMinutes: fiveMinutes[column], hour: hour[column] }));
    return { windows: WINDOWS.map(({ minutes }, index) => windowOf(minutes, sums[index])), codes: codes.filter((each) => each.hour > 0 || each.minute > 0) };
  }

  private seriesOf(zone: Zone, transType: string): Series {
    const key = `${zone} ${transType}`;
    const known = this.series.get(key);
    if (known !== undefined) return known;
    const made = { zone, transType, fine: new RollingCounts(COLUMNS, FINE_MS, 12), coarse: new RollingCounts(COLUMNS, COARSE_MS, 60) };
    this.series.set(key, made);
    return made;
  }
}

function columnOfDuration(ms: number): number {
  const index = DURATION_BOUNDS_MS.findIndex((bound) => ms <= bound);
  return CODES.length + (index === -1 ? DURATION_BOUNDS_MS.length - 1 : index);
}

const summed = (rows: readonly (readonly number[])[]): number[] => (
  Array.from({ length: COLUMNS }, (_none, column) => rows.reduce((sum, row) => sum + row[column], 0))
);

function windowOf(minutes: number, counts: readonly number[]): TrafficWindow {
  const of = (wanted: OutcomeClass): number => CODES.reduce((sum, { name }, column) => sum + (outcomeClassOf(name) === wanted ? counts[column] : 0), 0);
  const [refused, elsewhere, faults] = [of('refused'), of('elsewhere'), of('fault')];
  const durations = counts.slice(CODES.length);
  return {
    minutes, requests: of('done') + refused + elsewhere + faults, refused, elsewhere, faults,
    p50Ms: percentile(durations, 50), p95Ms: percentile(durations, 95), p99Ms: percentile(durations, 99),
  };
}

/** The upper bound of the class in which the answer stands that `percent` of a hundred were not slower than; 0 where there was none. */
function percentile(durations: readonly number[], percent: number): number {
  const total = durations.reduce((sum, each) => sum + each, 0);
  const rank = Math.ceil((percent / 100) * total);
  let seen = 0;
  const found = durations.findIndex((each) => (seen += each) >= rank);
  return total === 0 ? 0 : DURATION_BOUNDS_MS[found];
}
