import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { summarise } from '../../../src/registry/province/sync-lag.rules.js';

describe('lags, summed up (INT-47)', () => {
  it('has nothing to say of no messages', () => {
    expect(summarise([])).toEqual({ count: 0, median: 0, p95: 0, worst: 0 });
  });

  it('gives numbers that were measured, in order, whatever the order they came in', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -5_000, max: 5_000_000 }), { minLength: 1 }), (lags) => {
      const { count, median, p95, worst } = summarise(lags);
      const measured = lags.map((lag) => Math.max(0, lag));
      expect(count).toBe(lags.length);
      expect(measured).toEqual(expect.arrayContaining([median, p95, worst]));
      expect(median).toBeLessThanOrEqual(p95);
      expect(p95).toBeLessThanOrEqual(worst);
      expect(measured.filter((lag) => lag <= p95).length).toBeGreaterThanOrEqual(0.95 * count);
      expect(summarise(lags.toReversed())).toEqual({ count, median, p95, worst });
    }));
  });
});
