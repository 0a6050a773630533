import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chinaDayStart, coveredUntil, requiredAgreements, type Term } from '../../../src/modules/channel-admin/cooperation-agreement.rules.js';
import { FormatError } from '../../../src/protocol/identifiers.js';

const term = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 20 })).map(([from, length]): Term => ({ from, until: from + length }));
const holdsAt = (terms: readonly Term[], moment: number): boolean => terms.some(({ from, until }) => from <= moment && moment < until);

describe('until when agreements cover a channel', () => {
  it('is now where none holds, the end of the last where each follows the one before, and never where one has no end', () => {
    expect(coveredUntil([], 5)).toBe(5);
    expect(coveredUntil([{ from: 6, until: 9 }], 5)).toBe(5);
    expect(coveredUntil([{ from: 0, until: 5 }], 5)).toBe(5);
    expect(coveredUntil([{ from: 8, until: 12 }, { from: 0, until: 8 }], 5)).toBe(12);
    expect(coveredUntil([{ from: 9, until: 12 }, { from: 0, until: 8 }], 5)).toBe(8);
    expect(coveredUntil([{ from: 0, until: Infinity }, { from: 1, until: 2 }], 5)).toBe(Infinity);
  });

  it('is the first moment from now on at which no agreement holds', () => {
    fc.assert(fc.property(fc.array(term, { maxLength: 6 }), fc.integer({ min: 0, max: 40 }), (terms, now) => {
      let moment = now;
      while (holdsAt(terms, moment)) moment += 1;
      expect(coveredUntil(terms, now)).toBe(moment);
    }));
  });

  it('asks for the overall agreement always and for the local one where the form says it was signed (INT-50)', () => {
    expect(requiredAgreements({ localAgreementSigned: false })).toEqual(['overall']);
    expect(requiredAgreements({ localAgreementSigned: true })).toEqual(['overall', 'local']);
  });
});

describe('days in China', () => {
  it('begin eight hours before those of Greenwich', () => {
    expect(chinaDayStart('2019-12-16')).toBe(Date.parse('2019-12-15T16:00:00Z'));
    expect(chinaDayStart('2024-02-29', 1)).toBe(Date.parse('2024-02-29T16:00:00Z'));
  });

  it.each(['2023-02-29', '2019-13-01', '2019-00-10', '2019-04-31', '1999-12-31', '2019-1-1', '20191216', '2019-12-16T00', ''])('refuses %p', (text) => {
    expect(() => chinaDayStart(text)).toThrow(FormatError);
  });
});
