import { describe, expect, it } from '@jest/globals';
import { randomBytesOf, randomDigits, randomText } from '../../src/crypto/random.js';

/** Pearson's statistic of the observed characters against equal shares. */
function chiSquare(text: string, alphabet: string): number {
  const counts = new Map([...alphabet].map((character) => [character, 0]));
  for (const character of text) counts.set(character, (counts.get(character) ?? NaN) + 1);
  const share = text.length / counts.size;
  return [...counts.values()].reduce((sum, count) => sum + (count - share) ** 2 / share, 0);
}

describe('random values', () => {
  it.each([0, 1, 16, 255, 256, 257, 4096, 5000])('gives %i bytes', (n) => {
    expect(randomBytesOf(n)).toHaveLength(n);
  });

  it('never gives the same bytes twice, across the end of the pool and beside it', () => {
    const seen = new Set<string>();
    for (let round = 0; round < 5000; round += 1) seen.add(randomBytesOf(16).toString('hex'));
    for (let round = 0; round < 100; round += 1) seen.add(randomBytesOf(300).toString('hex'));
    expect(seen.size).toBe(5100);
  });

  it('gives away its own copy: writing into it changes no later value', () => {
    const first = randomBytesOf(200);
    first.fill(0);
    expect(randomBytesOf(200).equals(first)).toBe(false);
  });

  it('uses all byte values alike', () => {
    const text = Array.from({ length: 2000 }, () => randomBytesOf(250).toString('latin1')).join('');
    const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('latin1');
    // 255 degrees of freedom: mean 255, standard deviation 22.6; 450 is exceeded by chance less than once in 10^9 runs.
    expect(chiSquare(text, all)).toBeLessThan(450);
  });

  it('draws each digit alike: a remainder of 256 by 10 would give about 365 here', () => {
    const digits = randomDigits(1_000_000);
    expect(digits).toMatch(/^\d{1000000}$/);
    // 9 degrees of freedom: 65 is exceeded by chance less than once in 10^9 runs.
    expect(chiSquare(digits, '0123456789')).toBeLessThan(65);
  });

  it('draws only and all characters of an alphabet of any size up to 256', () => {
    expect(randomText('x', 5)).toBe('xxxxx');
    expect(randomText('0123456789abcdefghijklmnopqrstuv', 30)).toMatch(/^[0-9a-v]{30}$/);
    const many = Array.from({ length: 200 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join('');
    // 199 degrees of freedom: mean 199, standard deviation 20.
    expect(chiSquare(randomText(many, 200_000), many)).toBeLessThan(380);
    expect([...randomText('𬭼𬬻', 7)]).toHaveLength(7);
  });

  it('gives an empty text for no characters', () => {
    expect(randomDigits(0)).toBe('');
  });

  it.each([-1, 1.5, Number.NaN, Infinity])('refuses %p as a count', (n) => {
    expect(() => randomBytesOf(n)).toThrow(RangeError);
    expect(() => randomDigits(n)).toThrow(RangeError);
  });

  it.each(['', 'abca', Array.from({ length: 257 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join('')])(
    'refuses an alphabet that is empty, repeats itself or is too large (%#)', (alphabet) => {
      expect(() => randomText(alphabet, 3)).toThrow(RangeError);
    });
});
