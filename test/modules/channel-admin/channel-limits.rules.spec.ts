import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lowered } from '../../../src/modules/channel-admin/channel-limits.rules.js';

const limit = fc.integer({ min: 0, max: 10 });
const wish = fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined });

describe('limits that are lowered', () => {
  it('are never higher than before, and keep what is not said', () => {
    fc.assert(fc.property(limit, limit, wish, wish, (minute, day, requestsPerMinute, requestsPerDay) => {
      const known = { requestsPerMinute: minute, requestsPerDay: day };
      const lower = (now: number, next: number | undefined): boolean => next === undefined || now === 0 || next < now;
      const wanted = { ...(requestsPerMinute && { requestsPerMinute }), ...(requestsPerDay && { requestsPerDay }) };
      const may = lower(minute, requestsPerMinute) && lower(day, requestsPerDay) && (requestsPerMinute ?? requestsPerDay) !== undefined;
      if (may) expect(lowered(known, wanted)).toEqual({ requestsPerMinute: requestsPerMinute ?? minute, requestsPerDay: requestsPerDay ?? day });
      else expect(() => lowered(known, wanted)).toThrow('-2');
    }));
  });
});
