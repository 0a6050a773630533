import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { idTypes } from '../../src/protocol/dictionaries/id-types.js';
import { provinces } from '../../src/protocol/dictionaries/provinces.js';
import { FormatError } from '../../src/protocol/identifiers.js';
import { buildResidentId, checkIdNumber, normaliseIdNo, normaliseName, normaliseUnitName } from '../../src/protocol/identity-documents.js';

const digits = (length: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const date = fc.date({ min: new Date('1800-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10).replaceAll('-', ''));
const resident = fc.tuple(fc.constantFrom(...provinces), digits(4), date, digits(3))
  .map(([{ code }, rest, birth, sequence]) => buildResidentId(code + rest, birth, sequence));
const idType = fc.oneof(fc.constantFrom(...idTypes.map(({ code }) => code)), fc.string());

/** Replaces one digit of a number by another. The check character X is replaced by a digit. */
const withOneWrong = (number: string, place: number, shift: number): string =>
  number.slice(0, place) + (number[place] === 'X' ? shift : (Number(number[place]) + shift) % 10) + number.slice(place + 1);

const good: [idType: string, ...numbers: string[]][] = [
  ['01', '11010519491231002X', '440524188001010014', '11010519491231002x', ' 11010519491231002Ｘ', '110105491231002'],
  ['02', '军字第1234567号', '南字第01234567号'],
  ['03', '武字第1234567号'],
  ['04', 'H12345678', 'H1234567801', 'K12345678', 'KJ1234567'],
  ['05', 'M12345678', 'MA1234567'],
  ['06', '12345678', '0012345678(B)', '0012345678（B）'],
  ['07', 'KAZ110090123105', '911124198108030024'],
  ['08', 'E12345678', 'l898902c3'],
  ['11', '京12345'],
  ['12', '1234567890'],
  ['13', 'J-1234'],
  ['14', '1234567'],
  ['15', '回字1234'],
  ['16', 'T350000001'],
  ['17', '810000199408230021', '830000199201300022'],
  ['99', '1', '其他-1'],
];

const bad: [idType: string, idNo: string, reason: RegExp][] = [
  ['01', '110105194912310021', /check digit/],
  ['01', '11010519490229002X', /date of birth/],
  ['01', '11010519491331002X', /date of birth/],
  ['01', '11010517991231002X', /date of birth/],
  ['01', '990105194912310020', /province/],
  ['01', '110105490229002', /date of birth/],
  ['01', '990105491231002', /province/],
  ['01', '11010519491231X02X', /17 digits/],
  ['01', '', /17 digits/],
  ['07', 'KAZ110090123106', /check digit/],
  ['07', 'KAZ990090123105', /province/],
  ['07', 'KAZ110090133105', /date of birth/],
  ['07', '911124198108030025', /check digit/],
  ['07', '999124198108030024', /province/],
  ['07', 'KA1110090123105', /3 letters/],
  ['04', 'H123456', /letters/],
  ['06', '1234567', /8 to 14/],
  ['08', 'E-1', /letters or digits/],
  ['16', '1350000001', /a letter and 9 digits/],
  ['17', '810000199408230022', /check digit/],
  ['17', '84000019940823002X', /81, 82 or 83/],
  ['99', '', /visible/],
  ['99', 'x'.repeat(23), /22/],
  ['10', '1', /table C\.2/],
  ['__proto__', '1', /table C\.2/],
];

describe('document numbers of table C.2', () => {
  it('has an example of every type', () => expect(good.map(([code]) => code)).toEqual(idTypes.map(({ code }) => code)));

  it.each(good)('type %s accepts what is issued', (code, ...numbers) => {
    for (const number of numbers) expect(checkIdNumber(code, number)).toBeUndefined();
  });

  it.each(bad)('type %s refuses %j and says why', (code, number, reason) => expect(checkIdNumber(code, number)).toMatch(reason));

  it('a resident id put together is a good one, and no other with one digit wrong', () => {
    fc.assert(fc.property(resident, fc.nat(17), fc.integer({ min: 1, max: 9 }), (number, place, shift) => {
      expect(checkIdNumber('01', number)).toBeUndefined();
      expect(checkIdNumber('01', withOneWrong(number, place, shift))).toEqual(expect.any(String));
    }));
  });

  it.each(['07:KAZ110090123105', '07:911124198108030024', '17:810000199408230021', '17:830000199201300022'])(
    '%s with one digit wrong is refused', (example) => {
      const [code, number] = example.split(':') as [string, string];
      fc.assert(fc.property(fc.nat(number.length - 1), fc.integer({ min: 1, max: 9 }), (place, shift) => {
        fc.pre(/\d/.test(number[place]));
        expect(checkIdNumber(code, withOneWrong(number, place, shift))).toEqual(expect.any(String));
      }));
    });

  it('never throws, whatever is asked', () => {
    fc.assert(fc.property(idType, fc.string({ unit: 'binary' }), (code, number) => {
      const fault = checkIdNumber(code, number);
      expect(fault === undefined || fault.length > 0).toBe(true);
    }));
  });

  it('of more than 22 characters are refused under every type', () => {
    for (const { code } of idTypes) expect(checkIdNumber(code, '1'.repeat(23))).toMatch(/22/);
  });
});

describe('resident id', () => {
  it('is put together with its check digit (examples of GB 11643-1999)', () => {
    expect(buildResidentId('110105', '19491231', '002')).toBe('11010519491231002X');
    expect(buildResidentId('440524', '18800101', '001')).toBe('440524188001010014');
  });

  it.each([['11010', '19491231', '002'], ['110105', '19490229', '002'], ['990105', '19491231', '002'], ['110105', '19491231', '02'], ['', '', '']])(
    'is not put together from %j %j %j', (place, birth, sequence) => expect(() => buildResidentId(place, birth, sequence)).toThrow(FormatError));

  it('knows leap years: 1900 was none, 2000 was one', () => {
    expect(() => buildResidentId('110105', '19000229', '001')).toThrow(FormatError);
    expect(checkIdNumber('01', '110105000229001')).toMatch(/date of birth/);
    expect(checkIdNumber('01', buildResidentId('110105', '20000229', '001'))).toBeUndefined();
    expect(checkIdNumber('01', buildResidentId('110105', '20240229', '001'))).toBeUndefined();
  });

  it('of 15 digits becomes the one of 18 that replaced it', () => {
    expect(normaliseIdNo('01', '110105491231002')).toBe('11010519491231002X');
    expect(normaliseIdNo('01', '440524991231996')).toMatch(/^44052418991231996[\dX]$/);
    expect(normaliseIdNo('07', '110105491231002')).toBe('110105491231002');
  });

  it('of 15 and of 18 digits is one number for all born from 1900 on', () => {
    fc.assert(fc.property(resident, (number) => {
      fc.pre(number.startsWith('19', 6) && number.slice(14, 17) < '996');
      expect(normaliseIdNo('01', number.slice(0, 6) + number.slice(8, 17))).toBe(number);
    }));
  });
});

describe('normalised document number', () => {
  it('is upper case, half width and without blanks', () => {
    expect(normaliseIdNo('01', '\u3000１１０１０５ 1949 1231 002ｘ\ufeff')).toBe('11010519491231002X');
    expect(normaliseIdNo('08', 'straße')).toBe('STRAßE');
  });

  it('does not change when normalised again', () => {
    fc.assert(fc.property(idType, fc.string({ unit: 'binary' }), (code, number) => {
      const once = normaliseIdNo(code, number);
      expect(normaliseIdNo(code, once)).toBe(once);
    }));
  });
});

describe('normalised name', () => {
  it.each([
    ['甄测试', '甄测试'],
    [' 甄\u3000试 ', '甄试'],
    ['阿卜杜拉•贾示例', '阿卜杜拉·贾示例'],
    ['阿卜杜拉‧贾示例', '阿卜杜拉·贾示例'],
    ['阿卜杜拉 ・ 贾示例', '阿卜杜拉·贾示例'],
    ['阿卜杜拉·贾示例', '阿卜杜拉·贾示例'],
    ['Jose\u0301  Example', 'Jos\u00e9 Example'],
    ['示\u200b例\ufeff', '示例'],
    ['示\uf929', '示\u6717'], // a compatibility character and the one it stands for
    ['贾𬭼䶮', '贾𬭼䶮'], // beyond the basic plane, and one older fonts lack
    ['贾\ue863', '贾\ue863'], // private use: what it stands for only its font knows
    ['J. Example', 'J. Example'],
    ['Ａ㈱', 'Ａ㈱'], // look-alikes that are not canonically equal
    ['', ''],
  ])('of %j is %j', (name, expected) => expect(normaliseName(name)).toBe(expected));

  it('does not change when normalised again, whatever it was', () => {
    const mark = fc.constantFrom(' ', '\u3000', '·', '•', '甄', '贾', '\u0301', '\u200b', '\ufeff', 'e', '\uf929', '\ud83d');
    const name = fc.oneof(fc.string({ unit: 'binary' }), fc.array(mark).map((marks) => marks.join('')));
    fc.assert(fc.property(name, (text) => normaliseName(normaliseName(text)) === normaliseName(text)), { numRuns: 1000 });
  });

  it('keeps every Chinese character of a name in its place', () => {
    const han = fc.array(fc.integer({ min: 0x4e00, max: 0x9fff }).map((point) => String.fromCodePoint(point)), { minLength: 2 });
    fc.assert(fc.property(han, (characters) => normaliseName(characters.join(' ')) === characters.join('')));
  });
});

describe('one spelling of a unit\'s name', () => {
  it.each([
    ['示例（集团）有限公司', '示例(集团)有限公司'],
    [' 示例 (集团) 有限公司 ', '示例(集团)有限公司'],
    ['ＡＢ示例公司１号', 'AB示例公司1号'],
    ['Example (China) Co., Ltd.', 'Example(China)Co., Ltd.'],
  ])('of %j is %j', (name, expected) => expect(normaliseUnitName(name)).toBe(expected));

  it('is its own spelling', () => {
    const name = fc.string({ unit: fc.constantFrom(...'示例（）() ＡA·•、'.split('')), maxLength: 12 });
    fc.assert(fc.property(name, (text) => normaliseUnitName(normaliseUnitName(text)) === normaliseUnitName(text)), { numRuns: 1000 });
  });
});
