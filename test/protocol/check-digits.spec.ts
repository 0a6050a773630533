import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CREDIT_CODE_ALPHABET, damm, luhn, mod11Radix2, mod31, weighted731 } from '../../src/protocol/check-digits.js';

const DIGITS = '0123456789';

/** Asserts that the check character changes whenever one of the characters it covers is replaced by another of the alphabet. */
function expectEveryWrongCharacterCaught(check: (text: string) => string, alphabet: string, length: number): void {
  const texts = fc.array(fc.constantFrom(...alphabet.split('')), { minLength: length, maxLength: length });
  fc.assert(fc.property(texts, fc.nat(length - 1), fc.constantFrom(...alphabet.split('')), (characters, place, wrong) => {
    fc.pre(characters[place] !== wrong);
    const damaged = characters.map((each, at) => (at === place ? wrong : each));
    expect(check(damaged.join(''))).not.toBe(check(characters.join('')));
  }));
}

/** Asserts that the check character changes whenever two neighbours that differ change places. */
function expectEverySwapCaught(check: (text: string) => string, length: number): void {
  fc.assert(fc.property(fc.stringMatching(new RegExp(`^\\d{${length}}$`)), fc.nat(length - 2), (digits, at) => {
    fc.pre(digits[at] !== digits[at + 1]);
    expect(check(digits.slice(0, at) + digits[at + 1] + digits[at] + digits.slice(at + 2))).not.toBe(check(digits));
  }));
}

describe('ISO 7064 MOD 11-2', () => {
  it.each([
    ['11010519491231002', 'X'], // GB 11643-1999, examples
    ['44052418800101001', '4'],
  ])('%s has check digit %s', (digits, check) => expect(mod11Radix2(digits)).toBe(check));

  it('catches every single wrong digit', () => expectEveryWrongCharacterCaught(mod11Radix2, DIGITS, 17));

  it('catches every swap of two neighbours', () => expectEverySwapCaught(mod11Radix2, 17));
});

describe('Damm', () => {
  it.each([
    ['572', '4'], // the example that everybody gives
    ['43881234567', '9'],
  ])('%s has check digit %s', (digits, check) => expect(damm(digits)).toBe(check));

  it('catches every single wrong digit', () => expectEveryWrongCharacterCaught(damm, DIGITS, 19));
  it('catches every swap of two neighbours', () => expectEverySwapCaught(damm, 19));

  it('is a Latin square that is totally anti-symmetric, which is why it catches them all', () => {
    const digits = DIGITS.split('');
    for (const before of digits) {
      // What the digits so far come to, as a text whose check digit it is.
      const text = digits.find((each) => damm(each) === before) ?? '';
      expect(new Set(digits.map((each) => damm(text + each))).size).toBe(10);
      for (const [one, other] of digits.flatMap((x) => digits.map((y) => [x, y] as const)).filter(([x, y]) => x !== y)) {
        expect(damm(text + one + other)).not.toBe(damm(text + other + one));
      }
    }
  });
});

describe('ISO/IEC 7812 (Luhn)', () => {
  it.each([
    ['7992739871', '3'], // the example of every description
    ['411111111111111', '1'], // a published test number
    ['', '0'],
  ])('%s has check digit %s', (digits, check) => expect(luhn(digits)).toBe(check));

  it('catches every single wrong digit', () => expectEveryWrongCharacterCaught(luhn, DIGITS, 18));
});

describe('weights 7, 3, 1', () => {
  it.each([
    ['L898902C3', '6'], // ICAO Doc 9303, specimen passport: number, birth, expiry
    ['740812', '2'],
    ['120415', '9'],
  ])('%s has check digit %s', (text, check) => expect(weighted731(text)).toBe(check));

  it('catches every single wrong digit', () => expectEveryWrongCharacterCaught(weighted731, DIGITS, 14));
});

describe('GB 32100-2015', () => {
  it('gives the example of the standard its check character', () => expect(mod31('91350100M000100Y4')).toBe('3'));

  it('catches every single wrong character', () => expectEveryWrongCharacterCaught(mod31, CREDIT_CODE_ALPHABET, 17));
});
