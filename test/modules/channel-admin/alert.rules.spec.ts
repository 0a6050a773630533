import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  alarmsOf, alertRules, compareAlerts, type Alarm, type AlertRule, type AskedTier, type Thresholds,
} from '../../../src/modules/channel-admin/alert.rules.js';
import type { TierState } from '../../../src/protocol/transactions/query-tier-state.js';

const MINUTE = 60_000;
const NOW = 1_800_000_000_000;
const thresholds: Thresholds = { asksInRow: 2, outboxOldMs: 15 * MINUTE, errorPercent: 5, errorLeastRequests: 20, eventLoopDelayMs: 250, failuresInRow: 3 };

const well: TierState = {
  tier: 'province:35', at: NOW, startedAt: NOW - MINUTE, zones: [], transactions: [], database: { writable: true, why: 'takes writes' },
  process: { eventLoopDelayMs: 1, worstEventLoopDelayMs: 900, residentBytes: 1, heapUsedBytes: 1 }, outbox: [], stalled: [], contacts: [], lags: [],
};
const answers = (change: Partial<TierState> = {}, tier = 'province:35'): AskedTier => (
  { tier, state: { ...well, tier, ...change }, unanswered: 0, why: undefined }
);
const silent = (unanswered: number): AskedTier => ({ tier: 'province:35', state: undefined, unanswered, why: 'ECONNREFUSED' });

const traffic = (requests: number, elsewhere: number, faults: number, minutes = 5): TierState['zones'] => (
  [{ zone: 'core', codes: [], windows: [{ minutes, requests, refused: requests - elsewhere - faults, elsewhere, faults, p50Ms: 1, p95Ms: 1, p99Ms: 1 }] }]
);
const backlog = (oldestAt: number, stalled = 0): TierState['outbox'] => [{ peer: 'national', pending: 1, stalled, oldestAt }];
const contact = (name: string, failuresInRow: number): TierState['contacts'] => (
  [{ name, kind: 'peer', calls: 9, failures: failuresInRow, failuresInRow, failure: failuresInRow > 0 ? 'ECONNREFUSED' : undefined }]
);
const THREE = '3 calls in a row failed: ECONNREFUSED';
const found = (asked: AskedTier) => alarmsOf(asked, thresholds).map(({ rule, subject, detail }) => `${rule} ${subject}: ${detail}`);

describe('the rules of running monitoring', () => {
  const cases: [what: string, asked: AskedTier, alarms: string[]][] = [
    ['a tier that is well', answers(), []],
    ['one unanswered ask', silent(1), []],
    ['two unanswered asks in a row', silent(2), ['tier-unreachable : ECONNREFUSED']],
    ['a database that takes no writes', answers({ database: { writable: false, why: 'disk full' } }), ['database-not-writable : disk full']],
    ['a stalled message', answers({ outbox: backlog(NOW, 2) }), ['outbox-stalled national: 2 stalled']],
    ['a message of 14 minutes', answers({ outbox: backlog(NOW - 15 * MINUTE + 1) }), []],
    ['a message of 15 minutes', answers({ outbox: backlog(NOW - 15 * MINUTE) }), ['outbox-old national: the oldest waits 15 minutes']],
    ['5 of 100 requests for want of others or in a fault', answers({ zones: traffic(100, 3, 2) }), ['error-rate core: 5 of 100 requests in 5 minutes']],
    ['4 of 100', answers({ zones: traffic(100, 3, 1) }), []],
    ['refusals only', answers({ zones: traffic(100, 0, 0) }), []],
    ['too few requests for a rate', answers({ zones: traffic(19, 19, 0) }), []],
    ['errors in another window', answers({ zones: traffic(100, 100, 0, 60) }), []],
    ['an event loop that is late', answers({ process: { ...well.process, eventLoopDelayMs: 250 } }), ['event-loop-delay : 250 ms']],
    ['two failures of an outside system', answers({ contacts: contact('insurance-system:35', 2) }), []],
    ['three in a row', answers({ contacts: contact('insurance-system:35', 3) }), [`outside-system-failing insurance-system:35: ${THREE}`]],
    ['a province that does not reach national', answers({ contacts: contact('national', 3) }), [`link-failing national: ${THREE}`]],
    ['national that does not reach a province', answers({ contacts: contact('province:44', 9) }, 'national'), []],
    ['national without the gateway', answers({ contacts: contact('sms-gateway', 3) }, 'national'), [`outside-system-failing sms-gateway: ${THREE}`]],
  ];

  it.each(cases)('find at %s what is alarming', (_what, asked, alarms) => {
    expect(found(asked)).toEqual(alarms);
  });

  it('every rule is found by one of these cases, and says itself in a sentence', () => {
    const rules = new Set(cases.flatMap(([, asked]) => alarmsOf(asked, thresholds)).map(({ rule }) => rule));
    expect([...rules].toSorted()).toEqual(Object.keys(alertRules).toSorted());
    for (const { says } of Object.values(alertRules)) expect(says(thresholds)).toMatch(/^\S.{15,}[^.]$/);
    expect(alertRules['outbox-old'].says(thresholds)).toContain('15 minutes');
  });
});

const open = (rule: AlertRule, subject = '', tier = 'province:35') => ({ rule, tier, subject });
const compared = (before: ReturnType<typeof open>[], asked: AskedTier[]) => {
  const { raise, clear } = compareAlerts(before, asked, thresholds);
  return { raise: raise.map(({ rule }) => rule), clear: clear.map(({ rule }) => rule) };
};

describe('open alerts', () => {
  it('are raised once, stay while the cause lasts, and are cleared when it is over', () => {
    const old = answers({ outbox: backlog(NOW - 20 * MINUTE) });
    expect(compared([], [old])).toEqual({ raise: ['outbox-old'], clear: [] });
    expect(compared([open('outbox-old', 'national')], [old])).toEqual({ raise: [], clear: [] });
    expect(compared([open('outbox-old', 'national')], [answers()])).toEqual({ raise: [], clear: ['outbox-old'] });
  });

  it('of a tier that does not answer stay as they are: nobody knows', () => {
    const before = [open('outbox-old', 'national'), open('error-rate', 'core')];
    expect(compared(before, [silent(2)])).toEqual({ raise: ['tier-unreachable'], clear: [] });
    expect(compared([open('tier-unreachable')], [silent(1)])).toEqual({ raise: [], clear: [] });
    expect(compared([open('tier-unreachable'), ...before], [answers()])).toEqual({ raise: [], clear: ['tier-unreachable', 'outbox-old', 'error-rate'] });
  });

  it('about an outbox stay while the database of the tier takes no writes', () => {
    const locked = answers({ database: { writable: false, why: 'locked' } });
    expect(compared([open('outbox-stalled', 'national')], [locked])).toEqual({ raise: ['database-not-writable'], clear: [] });
  });

  it('are told apart by tier and subject', () => {
    const old = answers({ outbox: backlog(NOW - 20 * MINUTE) });
    expect(compared([open('outbox-old', 'insurance-system:35'), open('outbox-old', 'national', 'province:44')], [old, answers({}, 'province:44')]))
      .toEqual({ raise: ['outbox-old'], clear: ['outbox-old', 'outbox-old'] });
  });

  it('of a tier that is attached no more are cleared', () => {
    expect(compared([open('tier-unreachable', '', 'province:99')], [answers()])).toEqual({ raise: [], clear: ['tier-unreachable'] });
  });

  it('settle: what a look leaves behind, the same look does not change', () => {
    const states = fc.record({
      unanswered: fc.nat({ max: 3 }), writable: fc.boolean(), stalled: fc.nat({ max: 2 }), age: fc.integer({ min: 0, max: 30 }),
      requests: fc.nat({ max: 60 }), faults: fc.nat({ max: 60 }), delay: fc.nat({ max: 500 }), failures: fc.nat({ max: 5 }),
    }).map(({ unanswered, writable, stalled, age, requests, faults, delay, failures }) => (unanswered > 0 ? silent(unanswered) : answers({
      database: { writable, why: 'x' }, outbox: backlog(NOW - age * MINUTE, stalled), zones: traffic(requests + faults, 0, faults),
      process: { ...well.process, eventLoopDelayMs: delay }, contacts: [...contact('national', failures), ...contact('insurance-system:35', failures)],
    })));
    const kept = (before: readonly Alarm[], asked: AskedTier): Alarm[] => {
      const { raise, clear } = compareAlerts(before, [asked], thresholds);
      return [...before.filter((each) => !clear.includes(each)), ...raise];
    };
    fc.assert(fc.property(fc.array(states, { maxLength: 8 }), (looks) => {
      let alerts: Alarm[] = [];
      for (const asked of looks) {
        alerts = kept(alerts, asked);
        expect(compareAlerts(alerts, [asked], thresholds)).toEqual({ raise: [], clear: [] });
        expect(new Set(alerts.map(({ rule, tier, subject }) => `${rule} ${tier} ${subject}`)).size).toBe(alerts.length);
      }
    }));
  });
});
