import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countsOf, figureNames, isCounted, type Occurrence } from '../../../src/modules/statistics/figures.rules.js';
import { catalogue } from '../../../src/protocol/transactions/index.js';

const app = 'A'.repeat(32);
const partner = 'B'.repeat(32);
const day = { day: '2026-03-01', night: false, source: '35' };
const happened = (saying: Partial<Occurrence>): Occurrence => (
  { actor: 'institution:H1', transType: 'ec.settle', act: true, code: 0, facts: {}, times: 1, ...saying }
);
const figuresOf = (saying: Partial<Occurrence>, setting = day): string[] => countsOf(happened(saying), setting).map(({ figure }) => figure).sort();

describe('what an act counts for', () => {
  it.each<[string, Partial<Occurrence>, string[]]>([
    ['an activation authorizes its channel too', { transType: 'ec.activate', actor: `channel:${app}` }, ['activation', 'answered', 'authorization']],
    ['an authorization that was made', { transType: 'ec.authorization.grant', actor: `channel:${app}`, facts: { made: 1 } }, ['answered', 'authorization']],
    ['one that stood before', { transType: 'ec.authorization.grant', actor: `channel:${app}`, facts: { made: 0 } }, ['answered']],
    ['a revocation', { transType: 'ec.authorization.change', facts: { change: 'revoke' } }, ['answered', 'withdrawal']],
    ['a restoration', { transType: 'ec.authorization.change', facts: { change: 'restore' } }, ['answered']],
    ['a settlement that was entered', { facts: { settled: 1, role: 'business' } }, ['answered', 'settlement']],
    ['one that another request has entered', { facts: { settled: 0, role: 'business' } }, ['answered']],
    ['one that was taken up again', { actor: 'province:35', code: undefined, facts: { settled: 1, role: 'business' } }, ['settlement']],
    ['one settled for another province', { actor: 'province:35', code: undefined, facts: { settled: 1, role: 'insured' } }, []],
    ['one that was refused', { act: false, code: 501001 }, ['refusal']],
    ['a step', { act: false, code: undefined }, []],
    ['a check', { transType: 'ec.verify', act: false, actor: 'insurance-system:35' }, ['answered', 'token-check']],
    ['a check between tiers', { transType: 'ec.verify', act: false, actor: 'national' }, []],
    ['a void code', { transType: 'ec.query', act: false, code: 500049, facts: { channelNumber: app } }, ['invalid-scan', 'refusal']],
    ['one for another province', { transType: 'ec.remote.decode', actor: 'national', act: false, code: 500049, facts: { channelNumber: app } }, ['invalid-scan']],
    ['what users of the management centre do', { transType: 'management.channel.suspend', actor: 'user:a', facts: {} }, []],
  ])('%s', (_title, saying, expected) => {
    expect(figuresOf(saying)).toEqual(expected);
  });

  it('is put to the channel that the act is about, the request to the channel that asked', () => {
    const facts = { change: 'suspend', channelNumber: partner, province: '44' };
    const counts = countsOf(happened({ transType: 'ec.authorization.change', actor: `channel:${app}`, facts }), { ...day, source: '00' });
    expect(counts.map(({ figure, channelNumber, province }) => ({ figure, channelNumber, province }))).toEqual([
      { figure: 'answered', channelNumber: app, province: '00' }, { figure: 'withdrawal', channelNumber: partner, province: '44' },
    ]);
  });

  it('is counted as a request of the night for channels alone', () => {
    const night = { ...day, night: true };
    expect(figuresOf({ transType: 'ec.state.query', actor: `channel:${app}`, act: false }, night)).toEqual(['answered', 'night']);
    expect(figuresOf({ act: false }, night)).toEqual(['answered']);
  });
});

describe('properties', () => {
  const fact = fc.constantFrom('channelNumber', 'businessType', 'province', 'settled', 'totalFen', 'role', 'change');
  const anyOccurrence = fc.record({
    actor: fc.constantFrom(`channel:${app}`, 'institution:H1', 'insurance-system:35', 'national', 'province:35', 'user:a', 'management-centre'),
    transType: fc.constantFrom(...catalogue.map((row) => row.transType)), act: fc.boolean(), code: fc.constantFrom(undefined, 0, -1, 500049, 500004),
    facts: fc.dictionary(fact, fc.oneof(fc.string(), fc.integer(), fc.constant(null))),
    times: fc.integer({ min: 1, max: 100 }),
  });

  it('every request of a channel or institution is either answered or refused, once for each time', () => {
    fc.assert(fc.property(anyOccurrence, (occurrence) => {
      const counts = countsOf(occurrence, day).filter(({ figure }) => figure === 'answered' || figure === 'refusal');
      const requests = counts.reduce((sum, { times }) => sum + times, 0);
      const asks = /^(channel|institution|insurance-system):/.test(occurrence.actor) && occurrence.code !== undefined;
      expect(requests).toBe(asks ? occurrence.times : 0);
    }));
  });

  it('whatever stands in the facts, counts are made of known figures, texts and whole numbers', () => {
    fc.assert(fc.property(anyOccurrence, (occurrence) => {
      for (const { figure, day: on, times, totalFen, channelNumber, businessType } of countsOf(occurrence, day)) {
        expect(figureNames).toContain(figure);
        expect({ on, channel: typeof channelNumber, business: typeof businessType }).toEqual({ on: day.day, channel: 'string', business: 'string' });
        expect(Number.isSafeInteger(times) && Number.isSafeInteger(totalFen)).toBe(true);
      }
    }));
  });

  it('answers to peers are counted only where they concern a channel', () => {
    expect(['channel', 'institution', 'insurance-system'].map((kind) => isCounted(kind, {}))).toEqual([true, true, true]);
    expect(['national', 'province', 'management-centre'].map((kind) => isCounted(kind, {}))).toEqual([false, false, false]);
    expect(isCounted('national', { channelNumber: app })).toBe(true);
  });
});
