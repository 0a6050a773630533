/**
 * The only file that reads the machine's clock. Everything else is given a {@link Clock}, so that the sandbox can run at another
 * date and a test can stand at the edge of an expiry. All times inside the system are epoch milliseconds (UTC).
 */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

/** Injection token of the {@link Clock}. */
export const CLOCK = Symbol('Clock');

/** The machine's own clock, the one a production start is given. */
export const systemClock: Clock = { now: () => Date.now() };

/**
 * China has one civil time, UTC+8, without daylight saving since 1992. A fixed offset keeps the result independent of the TZ
 * variable and of the time zone data of the host.
 */
const CHINA_OFFSET_MS = 8 * 60 * 60 * 1000;

/**
 * `yyyyMMddHHmmss` in Asia/Shanghai, the third form of `timestamp` (table A.2, INT-02).
 * @throws RangeError if `ms` is no time.
 */
export function chinaTimestamp(ms: number): string {
  return chinaIso(ms).replace(/[-:T]/g, '').slice(0, 14);
}

/**
 * `yyyy-MM-dd` in Asia/Shanghai: the day a person in China would name for this moment.
 * @throws RangeError if `ms` is no time.
 */
export function chinaDate(ms: number): string {
  return chinaIso(ms).slice(0, 10);
}

/**
 * ISO 8601 in UTC with milliseconds, for logs and exports.
 * @throws RangeError if `ms` is no time.
 */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

function chinaIso(ms: number): string {
  return new Date(ms + CHINA_OFFSET_MS).toISOString();
}
