import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { requireAnotherPassword, requireGoodPassword } from '../../../src/modules/activation/password.rules.js';
import { Refusal } from '../../../src/protocol/refusal.js';

const idNo = '350203199001011239';

function whyBad(password: string): string | undefined {
  try {
    requireGoodPassword(password, idNo);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.faults[0]?.reason;
    throw error;
  }
}

describe('6.1.3.3 b 校验密码有效性', () => {
  it('takes six digits and nothing else', () => {
    fc.assert(fc.property(fc.string({ maxLength: 12 }), (text) => {
      fc.pre(!/^\d{6}$/.test(text));
      expect(whyBad(text)).toBe('must be 6 digits');
    }));
  });

  it('takes no run, no repetition and no part of the id number, and takes every other', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 999_999 }).map((n) => String(n).padStart(6, '0')), (password) => {
      const digits = [...password].map(Number);
      const steps = new Set(digits.slice(1).map((digit, index) => digit - digits[index]));
      const run = steps.size === 1 && [1, -1, 0].includes([...steps][0] ?? 2);
      expect(whyBad(password) === undefined).toBe(!run && !idNo.includes(password));
    }), { numRuns: 2_000 });
    for (const bad of ['123456', '987654', '000000', '900101', idNo.slice(0, 6)]) expect(whyBad(bad)).toBeDefined();
  });

  it('names the field that was asked for, and takes no old one as new', () => {
    const act = () => requireGoodPassword('1', idNo, 'data.newPassword');
    expect(act).toThrow(Refusal);
    expect(() => requireAnotherPassword('274913', '274913')).toThrow(Refusal);
    expect(() => requireAnotherPassword('274913', '274914')).not.toThrow();
  });
});
