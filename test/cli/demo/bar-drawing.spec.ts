import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { barCodeModules, drawBarCode } from '../../../src/cli/demo/bar-drawing.js';
import { readBarCode } from '../../flows/stage/bar-code-reader.js';

const pairs = fc.stringMatching(/^(?:\d\d){1,20}$/);

describe('a bar code for the terminal', () => {
  it('is read back as what was drawn, whatever the digits', () => {
    fc.assert(fc.property(pairs, (digits) => { expect(readBarCode(drawBarCode(digits))).toBe(digits); }));
  });

  it('has every pair of digits', () => {
    const digits = Array.from({ length: 100 }, (_, pair) => String(pair).padStart(2, '0')).join('');
    expect(readBarCode(drawBarCode(digits))).toBe(digits);
  });

  it('is 209 modules for the 28 digits of a code value, 105 columns', () => {
    const value = '4241234567890123456789350000';
    expect(barCodeModules(value)).toHaveLength(209);
    expect(drawBarCode(value).map((line) => line.length)).toEqual([105, 105, 105, 105]);
  });

  it.each(['', '123', '12a4', '１２'])('holds pairs of digits only: not %j', (text) => {
    expect(() => drawBarCode(text)).toThrow(RangeError);
  });

  it('is not read when one bar is missing (the reader is sound)', () => {
    const [line] = drawBarCode('4241234567890123456789350000');
    for (const at of [20, 50, 80]) {
      const damaged = [...line];
      damaged[at] = damaged[at] === ' ' ? '█' : ' ';
      expect(() => readBarCode([damaged.join('')])).toThrow(/modules|check|stop/);
    }
  });
});
