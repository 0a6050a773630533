import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DAY_MS, maskMobile, requireMaySend, requireSmsType } from '../../../src/modules/authorization/sms.rules.js';
import { Refusal } from '../../../src/protocol/refusal.js';
import { channelSmsTypes } from '../../../src/protocol/transactions/send-sms-code.js';

const policy = { codeMs: 300_000, resendMs: 60_000, tries: 5, perDay: 10 };

const codeOf = (act: () => unknown): number | undefined => {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.returnCode.code;
    throw error;
  }
};

describe('codes in short messages (INT-43)', () => {
  it('know their types, and 500029 for every other text', () => {
    for (const type of channelSmsTypes) expect(requireSmsType(type)).toBe(type);
    fc.assert(fc.property(fc.option(fc.string(), { nil: undefined }), (text) => {
      fc.pre(!channelSmsTypes.some((type) => type === text));
      expect(codeOf(() => requireSmsType(text))).toBe(500029);
    }));
  });

  it('are sent again after the interval, to the millisecond', () => {
    fc.assert(fc.property(fc.integer({ min: DAY_MS, max: 2_000_000_000_000 }), fc.nat({ max: 200_000 }), (now, ago) => {
      expect(codeOf(() => requireMaySend({ near: [now - ago], toNumber: [] }, policy, now))).toBe(ago < policy.resendMs ? -6 : undefined);
    }));
  });

  it('are ten a day for one number, whatever they were for', () => {
    fc.assert(fc.property(fc.integer({ min: 2 * DAY_MS, max: 2_000_000_000_000 }), fc.array(fc.integer({ min: 60_000, max: 2 * DAY_MS }), { maxLength: 25 }), (now, ages) => {
      const toNumber = ages.map((age) => now - age);
      const within = ages.filter((age) => age < DAY_MS).length;
      expect(codeOf(() => requireMaySend({ near: toNumber, toNumber }, policy, now))).toBe(within >= 10 ? -6 : undefined);
    }));
  });

  it('show the number so that only its holder knows it', () => {
    expect(maskMobile('13812345678')).toBe('138****5678');
    fc.assert(fc.property(fc.stringMatching(/^1[3-9]\d{9}$/), (mobile) => {
      expect(maskMobile(mobile)).toHaveLength(11);
      expect(maskMobile(mobile)).toMatch(/^1[3-9]\d\*{4}\d{4}$/);
    }));
  });
});
