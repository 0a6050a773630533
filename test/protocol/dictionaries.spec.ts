import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { businessTypes, findBusinessType } from '../../src/protocol/dictionaries/business-types.js';
import { checkResults, findCheckResult } from '../../src/protocol/dictionaries/check-results.js';
import { findIdType, idTypes } from '../../src/protocol/dictionaries/id-types.js';
import { findProvince, nationalPrefix, provinces } from '../../src/protocol/dictionaries/provinces.js';
import { beyondC4, findReturnCode, returnCodes, tableC4 } from '../../src/protocol/dictionaries/return-codes.js';
import { findUnitBusinessType, unitBusinessTypes } from '../../src/protocol/dictionaries/unit-business-types.js';

/** The cells of a scanned table of Appendix C, as the standard prints them. */
function printedRows(table: string): string[][] {
  const file = new URL(`../vectors/dictionaries/${table}.json`, import.meta.url);
  const { rows } = JSON.parse(readFileSync(file, 'utf8')) as { rows: string[][] };
  return rows.map((row) => row.map(withoutScanBlanks));
}

/**
 * The scan writes a half-width comma or colon and a blank where the print has the Chinese mark, and puts blanks beside Chinese
 * characters where a cell breaks (`服务 端`) or Latin letters begin (`展码 id`). No blank of the print stands beside one.
 */
function withoutScanBlanks(cell: string): string {
  const chinese = '[\\p{Script=Han}\\u3000-\\u303f\\uff00-\\uffef]';
  return cell
    .replaceAll(', ', '，')
    .replaceAll(': ', '：')
    .replace(new RegExp(`(?<=${chinese}) | (?=${chinese})`, 'gu'), '');
}

describe('table C.1, business types', () => {
  it('has every printed row, in order', () => {
    let [first, firstName] = ['', ''];
    const expected = printedRows('c1').map(([level, levelName, second, name, replaces]) => {
      [first, firstName] = level === '' ? [first, firstName] : [level, levelName];
      return { code: first + second, first, firstName, second, name, replaces };
    });
    expect(businessTypes).toEqual(expected);
    expect(businessTypes).toHaveLength(17);
  });

  it('knows the example under the table: registration in a hospital is 01101', () => {
    expect(findBusinessType('01101')).toMatchObject({ firstName: '医院', name: '挂号' });
  });

  it('finds each row by five digits and by the three of its second level', () => {
    for (const row of businessTypes) {
      expect(findBusinessType(row.code)).toBe(row);
      expect(findBusinessType(row.second)).toBe(row);
    }
  });

  it.each(['', '1', '01', '02101', '01121', ' 01101', '01101 ', '101\n', '０１１０１', '__proto__'])('does not find %j', (text) => {
    expect(findBusinessType(text)).toBeUndefined();
  });

  it('finds nothing but what the table lists', () => {
    const known = new Set(businessTypes.flatMap((row) => [row.code, row.second]));
    fc.assert(fc.property(fc.stringMatching(/^\d{1,6}$/), (text) => (findBusinessType(text) !== undefined) === known.has(text)));
  });
});

describe('business types of units, beside table C.1 (INT-67)', () => {
  it('are found by five digits and by three, and share none with table C.1', () => {
    for (const row of unitBusinessTypes) {
      expect(row.code).toMatch(/^90\d{3}$/);
      expect([findUnitBusinessType(row.code), findUnitBusinessType(row.second)]).toEqual([row, row]);
      expect([findBusinessType(row.code), findBusinessType(row.second)]).toEqual([undefined, undefined]);
    }
    for (const row of businessTypes) expect([findUnitBusinessType(row.code), findUnitBusinessType(row.second)]).toEqual([undefined, undefined]);
    expect(new Set(unitBusinessTypes.map((row) => row.code)).size).toBe(unitBusinessTypes.length);
  });
});

describe('table C.2, id types', () => {
  it('has every printed row, in order', () => {
    expect(idTypes.map(({ code, name }) => [code, name])).toEqual(printedRows('c2'));
    expect(idTypes).toHaveLength(16);
  });

  it('is found by code', () => {
    for (const row of idTypes) expect(findIdType(row.code)).toBe(row);
    for (const code of ['', '1', '09', '10', '18', '001', 'constructor']) expect(findIdType(code)).toBeUndefined();
  });
});

describe('table C.3, check results', () => {
  it('has every printed row, in order', () => {
    expect(Object.values(checkResults).map(({ code, text }) => [code, text])).toEqual(printedRows('c3'));
  });

  it('names 0 failed and 1 passed', () => {
    expect(findCheckResult('0')).toBe(checkResults.failed);
    expect(findCheckResult('1')).toBe(checkResults.passed);
    expect(findCheckResult('2')).toBeUndefined();
  });
});

describe('table C.4, return codes', () => {
  const rows = Object.values(tableC4);

  it('has every printed row with its exact text, and no other', () => {
    const asPrinted = rows.map(({ code, scope, text }) => [String(code), scope, text]);
    expect(asPrinted).toEqual(printedRows('c4'));
    expect(rows).toHaveLength(71);
  });

  it('has texts without a blank or a half-width mark', () => {
    for (const { text } of rows) expect(text).toMatch(/^[^\s,:]+$/);
  });

  it('keeps the texts that clients compare', () => {
    expect(returnCodes.success.text).toBe('成功');
    expect(returnCodes.timeout.text).toBe('服务端请求超时');
    expect(returnCodes.qrCodeInvalid).toEqual({ name: 'qrCodeInvalid', code: 500049, scope: '电子凭证中心', text: '电子凭证二维码无效' });
    expect(returnCodes.cacheExpired.text).toBe('缓存已过期，请重新进入');
    expect(returnCodes.authorizationNotFound.text).toBe(returnCodes.personAuthorizationNotFound.text); // INT-09
  });

  it('is keyed by names in camel case, no number twice', () => {
    const all = Object.entries(returnCodes);
    for (const [key, { name }] of all) {
      expect(name).toBe(key);
      expect(name).toMatch(/^[a-z][A-Za-z0-9]+$/);
    }
    expect(new Set(all.map(([, { code }]) => code)).size).toBe(all.length);
    expect(all).toHaveLength(72);
  });

  it('is found by number', () => {
    for (const row of rows) expect(findReturnCode(row.code)).toBe(row);
    for (const code of [1, -7, 500000, 500064, 501002, Number.NaN]) expect(findReturnCode(code)).toBeUndefined();
  });

  it('keeps what is beyond it apart: 500159 for a code that is no e-credential code', () => {
    expect(Object.keys(tableC4)).not.toContain('notACredentialCode');
    expect(Object.values(beyondC4)).toEqual([{ name: 'notACredentialCode', code: 500159, scope: '电子凭证中心', text: '请使用医保电子凭证二维码' }]);
    expect(findReturnCode(500159)).toBe(returnCodes.notACredentialCode);
  });
});

describe('provinces', () => {
  it('are the 31 of the mainland, the Corps, Taiwan, Hong Kong and Macao', () => {
    const codes = provinces.map(({ code }) => code).join(' ');
    expect(codes).toBe('11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 66 71 81 82');
    expect(new Set(provinces.map(({ name }) => name)).size).toBe(35);
    expect(new Set(provinces.map(({ english }) => english)).size).toBe(35);
  });

  it('are found by code, the nation is none of them', () => {
    expect(findProvince('35')).toEqual({ code: '35', name: '福建省', english: 'Fujian' });
    expect(findProvince(nationalPrefix)).toBeUndefined();
    expect(findProvince('83')).toBeUndefined();
  });
});
