import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { equalBytes, equalText } from '../../src/crypto/equal.js';

describe('comparison in constant time', () => {
  it('agrees with plain comparison of bytes', () => {
    const short = fc.uint8Array({ maxLength: 3, max: 2 });
    fc.assert(fc.property(short, short, (a, b) => {
      expect(equalBytes(a, b)).toBe(Buffer.from(a).equals(b));
    }), { numRuns: 1000 });
  });

  it('agrees with plain comparison of texts', () => {
    const short = fc.string({ maxLength: 2, unit: fc.constantFrom('a', 'é', '医', '𬭼', '\u0000') });
    fc.assert(fc.property(short, short, (a, b) => {
      expect(equalText(a, b)).toBe(a === b);
      expect(equalText(a, a)).toBe(true);
    }), { numRuns: 1000 });
  });

  it.each([['', ''], ['abc', 'abc']])('finds "%s" and "%s" equal', (a, b) => {
    expect(equalText(a, b)).toBe(true);
    expect(equalBytes(Buffer.from(a), Buffer.from(b))).toBe(true);
  });

  it.each([['abc', 'abd'], ['abc', 'ab'], ['', 'a'], ['\ud800', '\ufffd'], ['\ud800', '\udfff'], ['é', 'e\u0301']])(
    'finds %j and %j different', (a, b) => {
      expect(equalText(a, b)).toBe(false);
    });
});
