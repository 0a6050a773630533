import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FormatError } from '../../src/protocol/identifiers.js';
import { parseTimestamp } from '../../src/protocol/timestamp.js';

/** `yyyyMMddHHmmss` of a moment in China, made by the calendar of the platform and not by ours. */
function inChina(epochMs: number): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Shanghai', hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  }).formatToParts(epochMs);
  return (['year', 'month', 'day', 'hour', 'minute', 'second'] as const).map((type) => parts.find((part) => part.type === type)?.value).join('');
}

describe('timestamp (INT-02)', () => {
  it.each([
    ['1602308542', 1_602_308_542_000, 'seconds'],
    ['1602308542543', 1_602_308_542_543, 'milliseconds, as answers in the field carry them'],
    ['20191016083145', Date.UTC(2019, 9, 16, 0, 31, 45), 'the sample of A.1.5.1 in the time of China'],
    ['20200229235959', Date.UTC(2020, 1, 29, 15, 59, 59), 'a leap day'],
    ['20000229000000', Date.UTC(2000, 1, 28, 16, 0, 0), 'a leap day of a century divisible by 400'],
    ['20260101000000', Date.UTC(2025, 11, 31, 16, 0, 0), 'a new year that has not come to London yet'],
    ['20261231235959', Date.UTC(2026, 11, 31, 15, 59, 59), 'the last second of a year'],
  ])('%s is %d: %s', (text, epochMs) => {
    expect(parseTimestamp(text)).toBe(epochMs);
  });

  it.each([
    ['20260231120000', '31 February'], ['20260229120000', '29 February of a common year'], ['21000229120000', '29 February of a century'],
    ['20260431120000', '31 April'], ['20260631120000', '31 June'], ['20260931120000', '31 September'], ['20261131120000', '31 November'],
    ['20260132120000', 'day 32'], ['20260100120000', 'day 0'], ['20260015120000', 'month 0'], ['20261315120000', 'month 13'],
    ['20260115240000', 'hour 24'], ['20260115126000', 'minute 60'], ['20260115120060', 'second 60'],
    ['00500115120000', 'the year 50, which Date.UTC takes for 1950'], ['00000101000000', 'the year 0'],
  ])('%s is refused: %s', (text) => {
    expect(() => parseTimestamp(text)).toThrow(FormatError);
    expect(() => parseTimestamp(text)).toThrow('a moment of the calendar');
  });

  it.each(['', '0', '160230854', '16023085425', '160230854254', '160230854254300', '1602308542.5', '-602308542', '+602308542', ' 1602308542', '1602308542\n', '1e10', '0x12345678',
    '2019-10-16 08:31:45', '１６０２３０８５４２', 'abcdefghij'])('%j is no form of a timestamp', (text) => {
    expect(() => parseTimestamp(text)).toThrow(FormatError);
  });

  it('reads every second of a day in all three forms alike', () => {
    const second = fc.integer({ min: Date.UTC(2001, 8, 10) / 1000, max: Date.UTC(2286, 0, 1) / 1000 });
    fc.assert(fc.property(second, (seconds) => {
      expect(parseTimestamp(String(seconds))).toBe(seconds * 1000);
      expect(parseTimestamp(String(seconds * 1000))).toBe(seconds * 1000);
      expect(parseTimestamp(inChina(seconds * 1000))).toBe(seconds * 1000);
    }));
  });
});
