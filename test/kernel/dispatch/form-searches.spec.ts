import { beforeEach, describe, expect, it } from '@jest/globals';
import { FormSearches } from '../../../src/kernel/dispatch/form-searches.js';
import { Refusal } from '../../../src/protocol/refusal.js';

/** The first second of a minute, until a test lets time pass. */
const MIDNIGHT = 1_790_000_040_000;

const SIX = 6;
const ALL = 120;

/** How many searches of those asked for are given. */
function given(searches: FormSearches, appIds: readonly string[]): number {
  return appIds.filter((appId) => {
    try {
      searches.take(appId);
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal);
      return false;
    }
  }).length;
}

const times = (count: number, appId: string): string[] => Array.from({ length: count }, () => appId);
const many = (count: number): string[] => Array.from({ length: count }, (_, at) => `app ${at}`);

describe('INT-111: searches for the form of a signature', () => {
  let at = MIDNIGHT;
  let searches: FormSearches;
  beforeEach(() => {
    at = MIDNIGHT;
    searches = new FormSearches({ now: () => at });
  });

  it('are six a minute for one application, whatever others use', () => {
    expect(given(searches, times(50, 'A'))).toBe(SIX);
    expect(given(searches, times(50, 'B'))).toBe(SIX);
  });

  it('are a hundred and twenty a minute for all together', () => {
    expect(given(searches, many(500))).toBe(ALL);
  });

  it('are there again in the next minute', () => {
    given(searches, times(50, 'A'));
    at = MIDNIGHT + 59_999;
    expect(given(searches, ['A'])).toBe(0);
    at = MIDNIGHT + 60_000;
    expect(given(searches, [...times(50, 'A'), ...many(500)])).toBe(ALL);
  });

  it('are refused with -6, which says when to come again', () => {
    at = MIDNIGHT + 36_600;
    given(searches, times(SIX, 'A'));
    expect(refusalOf(() => searches.take('A'))).toMatchObject({
      returnCode: { code: -6 }, faults: [{ field: 'signData', reason: 'matches no form that is known of this application; other forms are tried again in 24 s' }],
    });
  });
});

function refusalOf(act: () => void): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}
