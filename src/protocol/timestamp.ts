import { FormatError } from './identifiers.js';

const EIGHT_HOURS = 8 * 3_600_000;

/**
 * The `timestamp` of tables A.2/A.3 as epoch milliseconds. INT-02: seconds (10 digits), milliseconds (13 digits) or `yyyyMMddHHmmss` in China's time
 * (14 digits, UTC+8 all year). Throws `FormatError`.
 */
export function parseTimestamp(text: string): number {
  if (/^\d{10}$/.test(text)) return Number(text) * 1000;
  if (/^\d{13}$/.test(text)) return Number(text);
  if (/^\d{14}$/.test(text)) return chinaTime(text);
  throw new FormatError('seconds (10 digits), milliseconds (13 digits) or yyyyMMddHHmmss (14 digits)');
}

function chinaTime(text: string): number {
  const [year, month, day, hour, minute, second] = [[0, 4], [4, 6], [6, 8], [8, 10], [10, 12], [12, 14]].map(([from, to]) => Number(text.slice(from, to)));
  // Date.UTC rolls over: 31 February would be 3 March. Day 0 of the next month is the last of this one; years below 100 mean 19xx to it.
  const exists = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && Date.UTC(year, month - 1, day) <= Date.UTC(year, month, 0);
  if (!exists || hour > 23 || minute > 59 || second > 59) throw new FormatError('a moment of the calendar in yyyyMMddHHmmss');
  return Date.UTC(year, month - 1, day, hour, minute, second) - EIGHT_HOURS;
}
