import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { intakeColumns, readHeader } from '../../../src/modules/intake/province/intake-columns.rules.js';
import { intakeReasons } from '../../../src/modules/intake/province/intake-reasons.rules.js';
import { isInForce, readRow, type Judging, type ReadRow } from '../../../src/modules/intake/province/intake-row.rules.js';
import { mod11Radix2 } from '../../../src/protocol/check-digits.js';
import { buildResidentId } from '../../../src/protocol/identity-documents.js';
import { inventedPerson } from '../../../src/sandbox/population/invented-people.js';
import { GOOD, HEADER, JUDGING, rowOf, type Cells } from './files.js';
import { mutations } from './mutations.js';

const read = (cells: Partial<Cells>, judging: Judging = JUDGING): ReadRow => readRow(rowOf({ ...GOOD, ...cells }), HEADER, judging);
const faultsOf = (row: ReadRow): string[] => ('faults' in row ? row.faults.map(({ field, reason }) => `${field} ${reason}`) : []);
const ID = (body17: string): string => body17 + mod11Radix2(body17);

describe('a row (INT-151)', () => {
  it('that keeps the rules comes in the one spelling of number, name and dates', () => {
    const row = read({ idNo: ` ${GOOD.idNo} `, userName: ' 甄 测试', insuredFrom: '2015/7/1', insuredUntil: '9999-12-31' });
    expect(row).toEqual({ clean: { ...GOOD, insuredFrom: '20150701', insuredUntil: '' } });
  });

  it.each<[string, Partial<Cells>, string]>([
    ['no document type', { idType: '10' }, 'idType idType'],
    ['a number that has not the form of its type', { idNo: '35000019900115' }, 'idNo idNoForm'],
    ['a passport of other signs', { idType: '08', idNo: 'E1#345' }, 'idNo idNoForm'],
    ['a number with a province that does not exist', { idNo: ID('99000019900115123') }, 'idNo idNoProvince'],
    ['a number with a birthday that does not exist', { idNo: ID('35000019900230123') }, 'idNo birthDate'],
    ['a number with a wrong check digit', { idNo: GOOD.idNo.slice(0, 17) + (GOOD.idNo.endsWith('1') ? '2' : '1') }, 'idNo checkDigit'],
    ['a number with a birthday ahead', { idNo: buildResidentId('350000', '20261202', '123') }, 'idNo birthInFuture'],
    ['a masked name', { userName: '甄*试' }, 'userName nameForm'],
    ['a name with lost characters', { userName: '甄?试' }, 'userName nameForm'],
    ['a name with digits', { userName: '甄测试2' }, 'userName nameForm'],
    ['half a name', { userName: '甄' }, 'userName nameForm'],
    ['a name of 51 characters', { userName: '甄'.repeat(51) }, 'userName nameForm'],
    ['no division code', { poolingArea: '990000' }, 'poolingArea divisionCode'],
    ['another province', { poolingArea: '440100' }, 'poolingArea otherProvince'],
    ['an unknown insurance type', { insuranceType: '999' }, 'insuranceType insuranceType'],
    ['no date', { insuredFrom: '20150631' }, 'insuredFrom date'],
    ['a date of six digits', { insuredFrom: '201507' }, 'insuredFrom date'],
    ['an end that is no date', { insuredUntil: '2016-13-01' }, 'insuredUntil date'],
    ['a period that begins tomorrow', { insuredFrom: '20261202' }, 'insuredFrom startsInFuture'],
    ['a period that ends before it begins', { insuredUntil: '20150630' }, 'insuredUntil endsBeforeStart'],
    ['a period before birth', { insuredFrom: '19900114' }, 'insuredFrom beforeBirth'],
    ['nothing in a column', { userName: ' ' }, 'userName missing'],
  ])('with %s is rejected by that reason and no other', (_title, cells, fault) => {
    expect(faultsOf(read(cells))).toEqual([fault]);
  });

  it('with another number of cells than the header is rejected as a whole', () => {
    for (const cells of [rowOf(GOOD).slice(1), [...rowOf(GOOD), '']]) expect(faultsOf(readRow(cells, HEADER, JUDGING))).toEqual(['row cells']);
  });

  it('may have several faults, each named once', () => {
    expect(faultsOf(read({ idNo: 'x', userName: '?', poolingArea: '44' }))).toEqual(['idNo idNoForm', 'userName nameForm', 'poolingArea divisionCode']);
  });

  it.each(['欧阳·测试', '阿依古丽·买买提', 'Zhen Ceshi', 'O\u2019Neil', '\ue000示例'])('may have the name %s', (userName) => {
    expect(read({ userName })).toMatchObject({ clean: { userName } });
  });

  it('is read by the names of the columns, in whichever order, Chinese or English', () => {
    const header = readHeader(['姓名', 'remark', 'POOLINGAREA', '险种类型', 'insuredFrom', '证件号码', 'idType']);
    if (!('places' in header)) throw new Error('no header');
    const { userName, poolingArea, insuranceType, insuredFrom, idNo, idType } = GOOD;
    expect(readRow([userName, 'whatever', poolingArea, insuranceType, insuredFrom, idNo, idType], header, JUDGING)).toEqual({ clean: GOOD });
  });

  it('of a file whose header lacks a column or has one twice cannot be read', () => {
    expect(readHeader(['证件类型', '证件号码', 'idNo', '姓名'])).toEqual({ missing: ['poolingArea', 'insuranceType', 'insuredFrom'], twice: ['idNo'] });
  });

  it('is in force from its first day to its last', () => {
    const period = { insuredFrom: '20150701', insuredUntil: '20161231' };
    expect(['20150630', '20150701', '20161231', '20170101'].map((day) => isInForce(period, day))).toEqual([false, true, true, false]);
    expect(isInForce({ ...period, insuredUntil: '' }, '20991231')).toBe(true);
  });
});

describe('an invented population (INT-156)', () => {
  const invented = fc.tuple(fc.nat(1_000_000), fc.nat(5_000_000)).map(([seed, n]): Cells => ({ ...inventedPerson(seed, n), poolingArea: '350200' }));

  it('keeps every rule, whoever is looked at', () => {
    fc.assert(fc.property(invented, (cells) => { expect(faultsOf(read(cells))).toEqual([]); }), { numRuns: 3_000 });
  });

  it('spoilt in one place is rejected by the reason of that place and no other', () => {
    fc.assert(fc.property(invented, fc.constantFrom(...mutations), fc.nat(), (cells, { spoil, fault }, choice) => {
      const spoilt = spoil(cells, choice);
      if (spoilt !== undefined) expect(faultsOf(read(spoilt))).toEqual([fault]);
    }), { numRuns: 5_000 });
  });

  it('has no document twice, and is the same whenever it is made', () => {
    const documents = Array.from({ length: 50_000 }, (_, n) => inventedPerson(7, n)).map(({ idType, idNo }) => `${idType} ${idNo}`);
    expect(new Set(documents).size).toBe(documents.length);
    expect(inventedPerson(7, 12_345)).toEqual(inventedPerson(7, 12_345));
  });

  it('has resident ids of no county', () => {
    const ids = Array.from({ length: 1_000 }, (_, n) => inventedPerson(3, n)).filter(({ idType }) => idType === '01').map(({ idNo }) => idNo);
    expect(ids.every((idNo) => /^\d\d0000/.test(idNo))).toBe(true);
  });
});

describe('docs/intake.md', () => {
  it('publishes every column and every reason, as the program says them', () => {
    const page = readFileSync('docs/intake.md', 'utf8');
    for (const { id, name } of intakeColumns) expect(page).toContain(`| \`${id}\` | ${name} |`);
    for (const [reason, { chinese, english }] of Object.entries(intakeReasons)) expect(page).toContain(`| \`${reason}\` | ${chinese} | ${english} |`);
  });
});
