import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { afterFailure, attemptsAt, noAttempts, triesLeft, wordsFor, type Attempts } from '../../../src/modules/authorization/lockout.rules.js';

const policy = fc.record({ tries: fc.integer({ min: 1, max: 20 }), lockMs: fc.integer({ min: 1, max: 86_400_000 }) });

describe('lock-out (INT-42)', () => {
  it('tells the tries that are left, one fewer each time, and locks with the last', () => {
    fc.assert(fc.property(policy, fc.nat(), (given, now) => {
      let attempts = noAttempts;
      for (let left = given.tries - 1; left > 0; left -= 1) {
        attempts = afterFailure(attempts, given, now);
        expect(wordsFor(attempts, given, now)).toBe(triesLeft(left));
      }
      attempts = afterFailure(attempts, given, now);
      expect(attempts.lockedUntil).toBe(now + given.lockMs);
      expect(wordsFor(attempts, given, now)).toBe(`locked for ${Math.ceil(given.lockMs / 1000)} s`);
    }));
  });

  it('lasts to the millisecond and then forgives everything', () => {
    fc.assert(fc.property(policy, fc.nat(), fc.nat({ max: 200_000_000 }), (given, now, later) => {
      const locked: Attempts = { failures: given.tries, lockedUntil: now + given.lockMs };
      expect(attemptsAt(locked, now + later)).toEqual(later < given.lockMs ? locked : noAttempts);
    }));
  });

  it('forgives nothing while it counts', () => {
    expect(attemptsAt({ failures: 3, lockedUntil: undefined }, Number.MAX_SAFE_INTEGER)).toEqual({ failures: 3, lockedUntil: undefined });
  });

  it('lets nobody try more than `tries` times within one lock, whatever the times of the attempts', () => {
    fc.assert(fc.property(policy, fc.array(fc.nat({ max: 100_000_000 }), { minLength: 1, maxLength: 60 }), (given, pauses) => {
      let attempts = noAttempts;
      let now = 0;
      const judged: number[] = [];
      for (const pause of pauses) {
        now += pause;
        attempts = attemptsAt(attempts, now);
        if (attempts.lockedUntil !== undefined) continue;
        judged.push(now);
        attempts = afterFailure(attempts, given, now);
      }
      const windows = judged.map((from) => judged.filter((at) => at >= from && at < from + given.lockMs).length);
      expect(Math.max(...windows)).toBeLessThanOrEqual(2 * given.tries - 1);
      for (let index = given.tries; index < judged.length; index += given.tries) {
        expect((judged[index] ?? 0) - (judged[index - 1] ?? 0)).toBeGreaterThanOrEqual(given.lockMs);
      }
    }));
  });

  it.each([[0, '0 tries left'], [1, '1 try left'], [2, '2 tries left']])('speaks English: %d', (count, words) => {
    expect(triesLeft(count)).toBe(words);
  });
});
