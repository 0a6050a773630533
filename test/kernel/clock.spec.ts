import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chinaDate, chinaTimestamp, isoTime, systemClock } from '../../src/kernel/clock.js';

const NOON_UTC = Date.UTC(2026, 1, 28, 12, 0, 0, 7);

describe('time in China', () => {
  it('is UTC+8, whatever the host thinks', () => {
    expect(chinaTimestamp(NOON_UTC)).toBe('20260228200000');
    expect(chinaDate(NOON_UTC)).toBe('2026-02-28');
  });

  it('begins the next day at 16:00 UTC, also over the end of a month and a year', () => {
    expect(chinaTimestamp(Date.UTC(2026, 11, 31, 15, 59, 59, 999))).toBe('20261231235959');
    expect(chinaTimestamp(Date.UTC(2026, 11, 31, 16))).toBe('20270101000000');
    expect(chinaDate(Date.UTC(2024, 1, 28, 16))).toBe('2024-02-29');
  });

  it('agrees with the time zone data of the platform for every moment since daylight saving ended', () => {
    const shanghai = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' });
    fc.assert(fc.property(fc.integer({ min: Date.UTC(1992, 0, 1), max: Date.UTC(2100, 0, 1) }), (ms) => {
      expect(chinaTimestamp(ms)).toBe(shanghai.format(ms).replace(/\D/g, ''));
    }));
  });

  it('refuses what is no time', () => {
    for (const act of [chinaTimestamp, chinaDate, isoTime]) expect(() => act(Number.NaN)).toThrow(RangeError);
  });
});

it('isoTime is UTC with milliseconds', () => {
  expect(isoTime(NOON_UTC)).toBe('2026-02-28T12:00:00.007Z');
});

it('the system clock goes with the machine', () => {
  const before = Date.now();
  const now = systemClock.now();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});
