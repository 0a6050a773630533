import { describe, expect, it } from '@jest/globals';
import { systemIds } from '../../src/kernel/ids.js';

const AT = 1_763_856_000_000;

describe('id()', () => {
  it('is a UUIDv7 without dashes: milliseconds, version 7, variant 10', () => {
    const id = systemIds({ now: () => AT }).id();
    expect(id).toMatch(/^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
    expect(parseInt(id.slice(0, 12), 16)).toBe(AT);
  });

  it('rises strictly: within one millisecond, with the clock, and when the clock is set back', () => {
    let now = AT;
    const ids = systemIds({ now: () => now });
    const made = Array.from({ length: 30_000 }, (_, n) => {
      if (n === 10_000) now += 5;
      if (n === 20_000) now -= 3_600_000;
      return ids.id();
    });
    expect(made.every((id, n) => n === 0 || made[n - 1] < id)).toBe(true);
    expect(new Set(made.map((id) => id.length))).toEqual(new Set([32]));
  });

  it('of two sources at the same moment differ', () => {
    const made = Array.from({ length: 5_000 }, () => systemIds({ now: () => AT }).id());
    expect(new Set(made).size).toBe(5_000);
  });
});

describe('random texts', () => {
  const ids = systemIds({ now: () => AT });

  it.each([
    ['digits', /^[0-9]*$/, 10],
    ['upper', /^[A-Z0-9]*$/, 36],
    ['lower', /^[a-z2-7]*$/, 32],
  ] as const)('%s(n) has n characters of its alphabet, all of them, none much more often', (kind, alphabet, size) => {
    for (const length of [0, 1, 17, 30]) expect(ids[kind](length)).toMatch(alphabet);
    for (const length of [0, 1, 17, 30]) expect(ids[kind](length)).toHaveLength(length);
    const counts = new Map<string, number>();
    for (const character of ids[kind](size * 1_000)) counts.set(character, (counts.get(character) ?? 0) + 1);
    expect(counts.size).toBe(size);
    expect(Math.max(...counts.values())).toBeLessThan(1_300);
  });

  it('do not repeat', () => {
    expect(new Set(Array.from({ length: 2_000 }, () => ids.lower(30))).size).toBe(2_000);
  });
});
