import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { castPeople, INSTITUTIONS } from '../../../src/cli/demo/cast.js';
import { expectedIndex } from '../../../src/cli/demo/credential-index.js';
import { checkIdNumber } from '../../../src/protocol/identity-documents.js';
import { provinceOfDivision } from '../../../src/protocol/identifiers.js';

const RUNS = 9_980;

describe('the cast', () => {
  it('has invented persons with valid numbers, others in every run', () => {
    const seen = new Set<string>();
    for (let run = 1; run <= RUNS; run += 1) {
      const { zhen, jia } = castPeople(run);
      for (const { idNo } of [zhen, jia]) seen.add(idNo);
    }
    expect(seen.size).toBe(2 * RUNS);
    fc.assert(fc.property(fc.integer({ min: 1, max: RUNS }), (run) => (
      Object.values(castPeople(run)).every((person) => checkIdNumber(person.idType, person.idNo) === undefined && !person.idNo.includes(person.password))
    )));
  });

  it('has institutions that lie in the provinces they are said to lie in', () => {
    expect(INSTITUTIONS.map(({ division }) => provinceOfDivision(division))).toEqual(INSTITUTIONS.map(({ province }) => province));
    expect(new Set(INSTITUTIONS.map(({ orgId }) => orgId)).size).toBe(INSTITUTIONS.length);
  });

  it('has credentials whose index depends on the person and on the key', () => {
    const { zhen, jia } = castPeople(1);
    const indexes = [expectedIndex('00'.repeat(16), zhen), expectedIndex('01'.repeat(16), zhen), expectedIndex('00'.repeat(16), jia)];
    expect(indexes.every((index) => /^[0-9A-F]{32}$/.test(index))).toBe(true);
    expect(new Set(indexes).size).toBe(3);
  });
});
