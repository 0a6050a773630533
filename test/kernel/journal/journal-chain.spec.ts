import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { breakAt, emptyHead, entryHash, genesisHash, type ChainedFact } from '../../../src/kernel/journal/journal-chain.js';

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 5 }), fc.constantFrom('', 'null', '","', '甄', '1'));
const fact: fc.Arbitrary<ChainedFact> = fc.record({
  sequence: fc.nat(3), at: fc.nat(3), actor: text, act: text, subject: fc.option(text), outcome: text, detail: text,
});

describe('entryHash', () => {
  it('is SM3 over the documented JSON array', () => {
    const entry: ChainedFact = { sequence: 1, at: 1763856000000, actor: 'national', act: 'approve', subject: null, outcome: 'done', detail: '{"a":1}' };
    const documented = `["openec journal 1","${genesisHash}",1,1763856000000,"national","approve",null,"done","{\\"a\\":1}"]`;
    expect(entryHash(genesisHash, entry)).toBe(createHash('sm3').update(documented, 'utf8').digest('hex'));
  });

  it('is the same for the same entry only: no character moves unseen from one field into the next', () => {
    fc.assert(fc.property(fact, fact, text, text, (one, other, before, otherBefore) => {
      const same = before === otherBefore && JSON.stringify(Object.values(one)) === JSON.stringify(Object.values(other));
      expect(entryHash(before, one) === entryHash(otherBefore, other)).toBe(same);
    }), { numRuns: 2_000 });
    const base: ChainedFact = { sequence: 1, at: 2, actor: 'ab', act: 'c', subject: 'null', outcome: '', detail: '' };
    const moved = [{ ...base, actor: 'a', act: 'bc' }, { ...base, subject: null }, { ...base, outcome: 'x' }, { ...base, detail: 'x' }, { ...base, sequence: 12, at: 0 }];
    expect(new Set([base, ...moved].map((each) => entryHash(genesisHash, each))).size).toBe(6);
  });
});

describe('breakAt', () => {
  const first: ChainedFact = { sequence: 1, at: 5, actor: 'a', act: 'b', subject: 'c', outcome: 'd', detail: '{}' };
  const entry = { ...first, previousHash: genesisHash, hash: entryHash(genesisHash, first) };

  it('lets a sound successor pass', () => {
    expect(breakAt(emptyHead, entry)).toBeUndefined();
  });

  it('names the first number that is not as it should be, and why', () => {
    expect(breakAt(emptyHead, { ...entry, sequence: 3 })).toEqual({ brokenAt: 1, why: 'entry 1 is missing; 3 follows 0' });
    expect(breakAt(emptyHead, { ...entry, sequence: 0 })).toEqual({ brokenAt: 0, why: 'entry 0 does not belong here; 1 was due' });
    expect(breakAt(emptyHead, { ...entry, sequence: Number.NaN })).toEqual({ brokenAt: 1, why: 'an entry without a number stands where 1 was due' });
    expect(breakAt(emptyHead, { ...entry, previousHash: 'f'.repeat(64) })).toEqual({ brokenAt: 1, why: 'entry 1 does not follow the entry before it' });
    expect(breakAt(emptyHead, { ...entry, actor: 'z' })).toEqual({ brokenAt: 1, why: 'entry 1 was altered' });
  });
});
