import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CREDIT_CODE_ALPHABET } from '../../src/protocol/check-digits.js';
import { provinces } from '../../src/protocol/dictionaries/provinces.js';
import * as identifiers from '../../src/protocol/identifiers.js';
import {
  buildAuthNo, buildEcToken, buildQrValue, buildTerminalFilingNumber, divisionOfEcToken, ecIndexNoOf, FormatError, isIssuedQrValue,
  parseAuthNo, parseCredentialNumber, parseDivisionCode, parseEcIndexNo, parseEcToken, parseEpochMs, parseFen, parseMacAddress,
  parseProvinceCode, parseQrValue, parseTerminalFilingNumber, parseUnifiedSocialCreditCode, provinceOfDivision, provinceOfQrValue,
  type ProvinceCode,
} from '../../src/protocol/identifiers.js';

type Exported = Record<string, (value: unknown) => unknown>;
const functions = identifiers as unknown as Exported;
const parsers = Object.keys(functions).filter((name) => name.startsWith('parse'));

const digits = (length: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const province: fc.Arbitrary<ProvinceCode> = fc.constantFrom('00', ...provinces.map(({ code }) => code));
const division = fc.tuple(fc.constantFrom(...provinces), digits(4)).map(([{ code }, rest]) => parseDivisionCode(code + rest));
const tail30 = fc.stringMatching(/^[0-9a-z]{30}$/);
const qrParts = fc.record({ unique17: digits(17), random2: digits(2), province });
const filing = fc.record({ province, year: fc.integer({ min: 2000, max: 2099 }), serial: fc.integer({ min: 0, max: 9_999_999_999_999 }) });
const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.stringMatching(/^[0-9a-fA-Z-]{0,66}$/), fc.anything());

/** Calls `act` and asserts that whatever it throws is a `FormatError`. */
function expectOnlyFormatError(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
  }
}

const valid: [parser: string, ...texts: string[]][] = [
  ['parseCredentialNumber', '0'.repeat(64), '0123456789abcdef'.repeat(4)],
  ['parseEcIndexNo', '0123456789ABCDEF'.repeat(2)],
  ['parseQrValue', '4241234567890123456789350000', 'x', 'A'.repeat(32), '134567890123456789'],
  ['parseEcToken', `350200ec${'a'.repeat(30)}`, 'opaque', '~'.repeat(64)],
  ['parseDisplayId', '0', 'aZ-9'.repeat(10)],
  ['parseChannelAuthorizationCode', '1DBHJRS5I01E0F34A8C00000B959FA86'],
  ['parseHandlingSerialNo', '1DBHJRS5i01e0F34A8C00000B959FA86'],
  ['parseRealPersonSerialNo', '1DBHJRS5i01e0F34A8C00000B959FA86'],
  ['parseChannelNumber', '1DBHJRS5I01E0F34A8C00000B959FA86'],
  ['parseAppId', '1DBHJRS5I01E0F34A8C00000B959FA86'],
  ['parseOrgId', 'H35020300001', '1DBHJRS5I01E0F34A8C00000B959FA86', '#'.repeat(40)],
  ['parseProvinceCode', '35', '66', '71', '00'],
  ['parseDivisionCode', '350200', '660100', '820000'],
  ['parsePoolingArea', '350200'],
  ['parseTerminalFilingNumber', '35201900000000000017'],
  ['parseAuthNo', 'ano1234567890123456789350200'],
  ['parseMobileNumber', '13800000000', '19999999999'],
  ['parseBankCardNumber', '4111111111111111', '4222222222222', '9156000000000000001'],
  ['parseMacAddress', 'f8:34:41:bd:e1:88'],
  ['parseUnifiedSocialCreditCode', '91350100M000100Y43'],
];

const invalid: [parser: string, ...texts: string[]][] = [
  ['parseCredentialNumber', '', '0'.repeat(63), '0'.repeat(65), 'A'.repeat(64), `${'0'.repeat(64)}\n`],
  ['parseEcIndexNo', 'a'.repeat(32), '0'.repeat(31), 'G'.repeat(32)],
  ['parseQrValue', '', '1'.repeat(33), '42 4', '二维码', '424\n'],
  ['parseEcToken', '', 'a'.repeat(65), 'a b', '令牌'],
  ['parseDisplayId', '', '-'.repeat(41), 'a_b', 'é'],
  ['parseChannelAuthorizationCode', 'a'.repeat(32), '0'.repeat(31), '0'.repeat(33)],
  ['parseHandlingSerialNo', '-'.repeat(32), '0'.repeat(31)],
  ['parseRealPersonSerialNo', '-'.repeat(32), '0'.repeat(33)],
  ['parseChannelNumber', 'a'.repeat(32), ''],
  ['parseAppId', 'a'.repeat(32), ''],
  ['parseOrgId', '', '0'.repeat(41), 'H 1', '机构'],
  ['parseProvinceCode', '', '1', '83', '99', '035', '３５'],
  ['parseDivisionCode', '000000', '990000', '35020', '3502000', '35020a'],
  ['parsePoolingArea', '000000'],
  ['parseTerminalFilingNumber', '35201900000000000018', '83201900000000000012', '35191900000000000017', ''],
  ['parseAuthNo', 'ano1234567890123456789990200', 'ANO1234567890123456789350200', 'ano123456789012345678350200'],
  ['parseBankCardNumber', '', '4111111111111112', '411111111110', '41111111111111111111', '4111 1111 1111 1111', '411111111111111X'],
  ['parseMobileNumber', '', '12000000000', '1380000000', '138000000000', '+8613800000000'],
  ['parseMacAddress', 'f8:34:41:bd:e1', 'f8:34-41:bd:e1:88', 'g8:34:41:bd:e1:88', 'f8:34:41:bd:e1:88:00', 'f834:41bd:e188'],
  ['parseUnifiedSocialCreditCode', '91350100M000100Y44', '91350100m000100Y43', '91350100I000100Y43', '91350100M000100Y4'],
  ['parseFen', '', '-1', '01', '1.0', '1e3', '9007199254740992', ' 1', '0x10'],
  ['parseEpochMs', '', '-1', '1e12', '1602308542543.5'],
];

describe('identifiers', () => {
  it('have all their parsers in the two tables of this test', () => {
    expect(parsers.filter((name) => !invalid.some(([parser]) => parser === name))).toEqual([]);
  });

  it.each(valid)('%s accepts what has the form, as it is', (parser, ...texts) => {
    const guard = functions[parser.replace('parse', 'is')];
    for (const text of texts) {
      expect(functions[parser](text)).toBe(text);
      expect(guard?.(text) ?? true).toBe(true);
    }
  });

  it.each(invalid)('%s refuses the rest and says the rule, not the text', (parser, ...texts) => {
    for (const text of texts) {
      expect(() => functions[parser](text)).toThrow(FormatError);
      expect(functions[parser.replace('parse', 'is')]?.(text) ?? false).toBe(false);
      expect(() => functions[parser](text)).toThrow(/^expected [\x20-\x7e]{6,}$/);
    }
  });

  it.each(parsers)('%s throws nothing but FormatError, whatever it is given, and agrees with its guard', (parser) => {
    const guard = functions[parser.replace('parse', 'is')];
    fc.assert(fc.property(anything, (value) => {
      expectOnlyFormatError(() => functions[parser](value));
      if (guard?.(value)) expect(functions[parser](value)).toBe(value);
    }));
  });

  it('name the rule in the error', () => {
    const error = new FormatError('28 digits starting with 424');
    expect(error).toMatchObject({ name: 'FormatError', rule: '28 digits starting with 424', message: 'expected 28 digits starting with 424' });
  });
});

describe('credential number', () => {
  it('gives the index: its first half in upper case (INT-16)', () => {
    const number = parseCredentialNumber('0123456789abcdef'.repeat(2) + 'f'.repeat(32));
    expect(ecIndexNoOf(number)).toBe('0123456789ABCDEF'.repeat(2));
    fc.assert(fc.property(fc.stringMatching(/^[0-9a-f]{64}$/), (text) => {
      const index = ecIndexNoOf(parseCredentialNumber(text));
      expect(parseEcIndexNo(index)).toBe(index);
    }));
  });
});

describe('QR value', () => {
  it('is 424, 17 unique digits, 2 random ones, the province and 0000', () => {
    const value = buildQrValue({ unique17: '12345678901234567', random2: '89', province: '35' });
    expect(value).toBe('4241234567890123456789350000');
    expect(isIssuedQrValue(value)).toBe(true);
    expect(provinceOfQrValue(value)).toBe('35');
  });

  it('comes apart as it was put together', () => {
    fc.assert(fc.property(qrParts, (parts) => {
      const value = buildQrValue(parts);
      expect(value).toMatch(/^424\d{25}$/);
      expect(parseQrValue(value)).toBe(value);
      expect(isIssuedQrValue(value)).toBe(true);
      expect(provinceOfQrValue(value)).toBe(parts.province);
    }));
  });

  it('with a later extension still finds its issuer, though this system does not issue it', () => {
    const value = buildQrValue({ unique17: '0'.repeat(17), random2: '00', province: '00', extension: '0001' });
    expect(provinceOfQrValue(value)).toBe('00');
    expect(isIssuedQrValue(value)).toBe(false);
  });

  it.each(['', '424', '4251234567890123456789350000', '4241234567890123456789990000', '42412345678901234567893500001', '134567890123456789'])(
    '%j is not one of ours', (value) => {
      expect(isIssuedQrValue(value)).toBe(false);
      expect(provinceOfQrValue(value)).toBeUndefined();
    });

  it.each([
    { unique17: '1'.repeat(16), random2: '123', province: '35' as const },
    { unique17: '1'.repeat(17), random2: 'ab', province: '35' as const },
    { unique17: '1'.repeat(17), random2: '12', province: '83' as '35' },
    { unique17: '1'.repeat(17), random2: '12', province: '35' as const, extension: '' },
  ])('is not put together from %j', (parts) => expect(() => buildQrValue(parts)).toThrow(FormatError));
});

describe('credential token', () => {
  it('is the division, ec and 30 characters, 38 in all, and comes apart again', () => {
    fc.assert(fc.property(division, tail30, (place, tail) => {
      const token = buildEcToken(place, tail);
      expect(token).toBe(`${place}ec${tail}`);
      expect(token).toHaveLength(38);
      expect(parseEcToken(token)).toBe(token);
      expect(divisionOfEcToken(token)).toBe(place);
      expect(provinceOfDivision(place)).toBe(place.slice(0, 2));
    }));
  });

  it('of another make has no division', () => {
    for (const token of ['', 'opaque', `990000ec${'a'.repeat(30)}`, `350200EC${'a'.repeat(30)}`, `350200ec${'A'.repeat(30)}`]) {
      expect(divisionOfEcToken(token)).toBeUndefined();
    }
  });

  it('is not put together from a tail of another form', () => {
    for (const tail of ['', 'a'.repeat(29), 'a'.repeat(31), 'A'.repeat(30)]) {
      expect(() => buildEcToken(parseDivisionCode('350200'), tail)).toThrow(FormatError);
    }
  });
});

describe('terminal filing number', () => {
  it('carries province, year and serial', () => {
    const number = buildTerminalFilingNumber({ province: '35', year: 2019, serial: 42 });
    expect(number).toMatch(/^3520190000000000042\d$/);
  });

  it('is parsed as it was built; with any one digit wrong, or two neighbours that changed places, it is refused', () => {
    fc.assert(fc.property(filing, fc.nat(19), fc.integer({ min: 1, max: 9 }), (parts, place, shift) => {
      const number = buildTerminalFilingNumber(parts);
      expect(parseTerminalFilingNumber(number)).toBe(number);
      const wrong = (Number(number[place]) + shift) % 10;
      expect(() => parseTerminalFilingNumber(number.slice(0, place) + wrong + number.slice(place + 1))).toThrow(FormatError);
      const [one, other] = [number[place], number[place + 1]];
      const swapped = number.slice(0, place) + other + one + number.slice(place + 2);
      if (other !== undefined && one !== other) expect(() => parseTerminalFilingNumber(swapped)).toThrow(FormatError);
    }));
  });

  it.each([
    { province: '35' as const, year: 1999, serial: 1 },
    { province: '35' as const, year: 20190, serial: 1 },
    { province: '35' as const, year: 2019, serial: 1e13 },
    { province: '35' as const, year: 2019, serial: -1 },
    { province: '35' as const, year: 2019, serial: 1.5 },
    { province: '35' as const, year: 2019, serial: Number.NaN },
    { province: '83' as '35', year: 2019, serial: 1 },
  ])('is not built from %j', (parts) => expect(() => buildTerminalFilingNumber(parts)).toThrow(FormatError));
});

describe('other identifiers', () => {
  it.each(['F8-34-41-BD-E1-88', 'f83441bde188', 'F8:34:41:bd:e1:88'])('MAC address %s is written as table 1 writes it', (text) => {
    expect(parseMacAddress(text)).toBe('f8:34:41:bd:e1:88');
  });

  it('unified social credit code with any one character wrong is refused', () => {
    const code = parseUnifiedSocialCreditCode('91350100M000100Y43');
    fc.assert(fc.property(fc.nat(17), fc.constantFrom(...CREDIT_CODE_ALPHABET.split('')), (place, wrong) => {
      fc.pre(code[place] !== wrong);
      expect(() => parseUnifiedSocialCreditCode(code.slice(0, place) + wrong + code.slice(place + 1))).toThrow(FormatError);
    }));
  });

  it('face authentication number ends in its division', () => {
    fc.assert(fc.property(digits(19), division, (serial, place) => {
      expect(parseAuthNo(buildAuthNo(place, serial))).toBe(`ano${serial}${place}`);
    }));
  });

  it('fen and epoch milliseconds are whole, not negative and exact, as numbers or as text', () => {
    fc.assert(fc.property(fc.maxSafeNat(), (number) => {
      expect(parseFen(number)).toBe(number);
      expect(parseEpochMs(String(number))).toBe(number);
    }));
    for (const number of [-1, 0.5, Number.NaN, Infinity, 2 ** 53]) expect(() => parseFen(number)).toThrow(FormatError);
  });

  it('province code is a row of the table or 00', () => {
    fc.assert(fc.property(province, (code) => parseProvinceCode(code) === code));
  });
});
