import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  limits, median, ruleTitles, supervisionRules, suspicionsOf, type ChannelDay, type SupervisionRule,
} from '../../../src/modules/channel-admin/channel-supervision.rules.js';

const quiet: ChannelDay = { day: '2026-03-15', requests: 100, refusals: 1, night: 1, decodes: 50, invalidScans: 0, wrongPasswords: 0, overShown: 0 };
const dayOf = (saying: Partial<ChannelDay>): ChannelDay => ({ ...quiet, ...saying });
const before = (saying: Partial<ChannelDay> = {}, days = 14): ChannelDay[] => (
  Array.from({ length: days }, (_none, n) => dayOf({ day: `2026-03-${String(n + 1).padStart(2, '0')}`, ...saying }))
);
const rulesOf = (day: ChannelDay, past: readonly ChannelDay[] = before()): SupervisionRule[] => suspicionsOf(day, past).map(({ rule }) => rule);

/** Any day that adds up: no more refusals, night requests or wrong passwords than there are of what they are part of. */
const parts = fc.tuple(fc.nat(100), fc.nat(100), fc.nat(100));
const anyDay = fc.record({ requests: fc.nat(5_000), decodes: fc.nat(500), invalidScans: fc.nat(500), overShown: fc.nat(3), parts })
  .map(({ requests, parts: [refused, nightly, wrong], ...rest }): ChannelDay => {
    const refusals = Math.floor((requests * refused) / 100);
    return { ...rest, day: quiet.day, requests, refusals, night: Math.floor((requests * nightly) / 100), wrongPasswords: Math.floor((refusals * wrong) / 100) };
  });
const anyPast = fc.array(anyDay, { maxLength: 14 });

describe('each rule speaks from its published limits on, and not before', () => {
  it.each<[SupervisionRule, Partial<ChannelDay>, Partial<ChannelDay>]>([
    ['volume-jump', { requests: 501 }, { requests: 500 }],
    ['failure-jump', { requests: 100, refusals: 20 }, { requests: 100, refusals: 19 }],
    ['night-share', { requests: 200, night: 80 }, { requests: 200, night: 79 }],
    ['wrong-passwords', { requests: 600, refusals: 30, wrongPasswords: 30 }, { requests: 600, refusals: 30, wrongPasswords: 29 }],
    ['invalid-scans', { decodes: 46, invalidScans: 20 }, { decodes: 47, invalidScans: 20 }],
    ['over-shown', { overShown: 1 }, { overShown: 0 }],
  ])('%s', (rule, unusual, usual) => {
    const past = before(rule === 'wrong-passwords' ? { requests: 600 } : {});
    expect(rulesOf(dayOf(unusual), past)).toEqual([rule]);
    expect(rulesOf(dayOf(usual), past)).toEqual([]);
  });

  it('and has a title', () => {
    expect(Object.keys(ruleTitles)).toEqual([...supervisionRules]);
  });
});

describe('properties', () => {
  it('a day as every other is nothing unusual, whatever the trailing days were', () => {
    fc.assert(fc.property(anyDay, fc.integer({ min: 1, max: 14 }), (day, days) => {
      const rules = rulesOf(day, Array.from({ length: days }, () => day));
      expect(rules).not.toContain('volume-jump');
      expect(rules).not.toContain('failure-jump');
    }));
  });

  it('no rule speaks of a channel that did less than the least', () => {
    const little = anyDay.map(({ day, decodes, requests, invalidScans }) => (
      { day, decodes, requests: requests % 50, refusals: requests % 20, night: 0, wrongPasswords: requests % 20, invalidScans: invalidScans % 20, overShown: 0 }
    ));
    fc.assert(fc.property(little, anyPast, (day, past) => {
      expect(rulesOf(day, past)).toEqual([]);
    }));
  });

  it('more of the same bad thing never silences its rule', () => {
    const worse: Readonly<Partial<Record<SupervisionRule, (day: ChannelDay) => ChannelDay>>> = {
      'volume-jump': (day) => ({ ...day, requests: day.requests + 100 }),
      'failure-jump': (day) => ({ ...day, requests: day.requests + 100, refusals: day.refusals + 100 }),
      'night-share': (day) => ({ ...day, requests: day.requests + 100, night: day.night + 100 }),
      'wrong-passwords': (day) => ({ ...day, requests: day.requests + 100, refusals: day.refusals + 100, wrongPasswords: day.wrongPasswords + 100 }),
      'invalid-scans': (day) => ({ ...day, invalidScans: day.invalidScans + 100 }),
      'over-shown': (day) => ({ ...day, overShown: day.overShown + 1 }),
    };
    for (const rule of supervisionRules) {
      fc.assert(fc.property(anyDay, anyPast, (day, past) => {
        fc.pre(rulesOf(day, past).includes(rule));
        expect(rulesOf(worse[rule]?.(day) ?? day, past)).toContain(rule);
      }), { numRuns: 50, maxSkipsPerRun: 1_000 });
    }
  });

  it('the order of the trailing days does not matter', () => {
    fc.assert(fc.property(anyDay, anyPast, (day, past) => {
      expect(suspicionsOf(day, [...past].reverse())).toEqual(suspicionsOf(day, past));
    }));
  });

  it('a new channel is not said to have jumped in volume', () => {
    fc.assert(fc.property(anyDay, anyPast, (day, past) => {
      expect(rulesOf(day, past.slice(0, limits['volume-jump'].leastDays - 1))).not.toContain('volume-jump');
    }));
  });

  it('the median is in the middle', () => {
    fc.assert(fc.property(fc.array(fc.nat(1_000), { minLength: 1 }), (numbers) => {
      const middle = median(numbers);
      const [below, above] = [numbers.filter((n) => n < middle).length, numbers.filter((n) => n > middle).length];
      expect(Math.max(below, above)).toBeLessThanOrEqual(numbers.length / 2);
    }));
    expect(median([])).toBe(0);
    expect(median([1, 4])).toBe(2.5);
  });
});
