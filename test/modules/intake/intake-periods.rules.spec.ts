import { describe, expect, it } from '@jest/globals';
import { sortOut, type KeptPerson, type KeyedRow } from '../../../src/modules/intake/province/intake-periods.rules.js';
import { parsePoolingArea } from '../../../src/protocol/identifiers.js';
import { GOOD } from './files.js';

const [XIAMEN, FUZHOU] = ['350200', '350100'].map(parsePoolingArea);
const RUN = 2;
let line = 1;

const row = (cells: Partial<KeyedRow> = {}): KeyedRow => ({ ...GOOD, poolingArea: XIAMEN, personKey: 'a', line: (line += 1), ...cells });
const kept = (runNo: number, { userName, poolingArea, insuranceType, insuredFrom, insuredUntil }: KeyedRow): Map<string, KeptPerson> => (
  new Map([['a', { userName, periods: [{ poolingArea, insuranceType, insuredFrom, insuredUntil, runNo }] }]])
);

function judged(rows: readonly KeyedRow[], before: ReadonlyMap<string, KeptPerson> = new Map()) {
  const { people, periods, known, duplicates, rejected } = sortOut(rows, before, RUN);
  const named = (faults: typeof rejected): string[] => faults.map(({ field, reason }) => `${field} ${reason}`);
  return { people: people.length, periods: periods.length, known, duplicates: named(duplicates), rejected: named(rejected) };
}

const TAKEN = { people: 1, periods: 1, known: 0, duplicates: [], rejected: [] };

describe('rows beside each other (INT-151)', () => {
  it('the same row again is a duplicate', () => {
    expect(judged([row(), row(), row()])).toEqual({ ...TAKEN, duplicates: ['row duplicate', 'row duplicate'] });
  });

  it('a row that an earlier file said is known; one of this file, before the process was started again, is a duplicate', () => {
    expect(judged([row()], kept(1, row()))).toEqual({ ...TAKEN, people: 0, periods: 0, known: 1 });
    expect(judged([row()], kept(RUN, row()))).toEqual({ ...TAKEN, people: 0, periods: 0, duplicates: ['row duplicate'] });
  });

  it('another name with the same document is rejected, whether this file or an earlier one said the first', () => {
    expect(judged([row(), row({ userName: '贾示例', poolingArea: FUZHOU })])).toEqual({ ...TAKEN, rejected: ['userName nameDiffers'] });
    expect(judged([row({ userName: '贾示例' })], kept(1, row()))).toEqual({ ...TAKEN, people: 0, periods: 0, rejected: ['userName nameDiffers'] });
  });

  it.each([
    ['goes on from a day of the other', { insuredFrom: '20160101', insuredUntil: '20161231' }, { insuredFrom: '20161231' }],
    ['lies inside the other', { insuredFrom: '20150101' }, { insuredFrom: '20160101', insuredUntil: '20160131' }],
    ['encloses the other', { insuredFrom: '20160101', insuredUntil: '20160131' }, { insuredFrom: '20150101' }],
    ['begins on the same day with another end', { insuredFrom: '20160101' }, { insuredFrom: '20160101', insuredUntil: '20170101' }],
    ['has another insurance type', { insuredFrom: '20160101' }, { insuredFrom: '20160101', insuranceType: '390' }],
  ])('a period that %s in the same pooling area is rejected, in this file and after an earlier one', (_title, first, second) => {
    expect(judged([row(first), row(second)])).toEqual({ ...TAKEN, rejected: ['insuredFrom overlap'] });
    expect(judged([row(second)], kept(1, row(first)))).toEqual({ ...TAKEN, people: 0, periods: 0, rejected: ['insuredFrom overlap'] });
  });

  it('periods one after the other, or in several pooling areas, are all taken', () => {
    const rows = [row({ insuredFrom: '20150101', insuredUntil: '20151231' }), row({ insuredFrom: '20160101' }), row({ poolingArea: FUZHOU })];
    expect(judged(rows)).toEqual({ ...TAKEN, periods: 3 });
    expect(judged([row({ personKey: 'b' })], kept(1, row()))).toEqual(TAKEN);
  });
});
