import { mod11Radix2, weighted731 } from './check-digits.js';
import { findIdType, type IdTypeCode } from './dictionaries/id-types.js';
import { findProvince } from './dictionaries/provinces.js';
import { FormatError } from './identifiers.js';
import { refuseField } from './refusal.js';

/** What is wrong with a number, in English, or undefined where nothing is. */
type Check = (idNo: string) => string | undefined;

const shape = (pattern: RegExp, fault: string): Check => (idNo) => (pattern.test(idNo) ? undefined : fault);

// No public rule goes further for these documents, and a rule too narrow would turn a patient away.
const permit   = shape(/^[A-Z]{1,2}\d{7,10}$/,                'must be one or two letters and 7 to 10 digits');
const taiwan   = shape(/^[0-9A-Z()]{8,14}$/,                  'must be 8 to 14 letters, digits or parentheses');
const passport = shape(/^[0-9A-Z]{4,22}$/,                    'must be 4 to 22 letters or digits');
const booklet  = shape(/^[\p{Script=Han}0-9A-Z()/-]{4,22}$/u, 'must be 4 to 22 Chinese characters, letters, digits or - / ( )');
const birth    = shape(/^[A-Z]\d{9}$/,                        'must be a letter and 9 digits');
const other    = shape(/^[^\s\p{C}]{1,22}$/u,                 'must be 1 to 22 visible characters');

const checks: Readonly<Record<IdTypeCode, Check>> = {
  '01': checkResident,
  '02': booklet,
  '03': booklet,
  '04': permit,
  '05': permit,
  '06': taiwan,
  '07': checkPermanentResident,
  '08': passport,
  '11': booklet,
  '12': booklet,
  '13': booklet,
  '14': booklet,
  '15': booklet,
  '16': birth,
  '17': checkResidencePermit,
  '99': other,
};

/**
 * What is wrong with a document number under its type of table C.2, in English, or undefined where nothing is. Judges the
 * number as `normaliseIdNo` writes it, so that what passes here and what identifies the person are one text. Never throws.
 * A date of birth must exist in the calendar; whether it lies in the future is for those who have a clock.
 */
export function checkIdNumber(idType: string, idNo: string): string | undefined {
  const type = findIdType(idType);
  if (!type) return 'is of a document type that is not in table C.2';
  const normalised = normaliseIdNo(idType, idNo);
  return normalised.length > 22 ? 'must not be longer than 22 characters' : checks[type.code](normalised);
}

/** C.2: the document number passes the check that its type allows. Else `-2`, naming the field. */
export function requireValidNumber({ idType, idNo }: { readonly idType: string; readonly idNo: string }, field = 'data.idNo'): void {
  const why = checkIdNumber(idType, idNo);
  if (why !== undefined) throw refuseField(field, why);
}

/** The date of birth `yyyyMMdd` that a valid number names: resident ids and what follows their form; undefined for every other document. */
export function birthOfIdNumber(idType: string, idNo: string): string | undefined {
  const normalised = normaliseIdNo(idType, idNo);
  return BIRTH_INSIDE.has(idType) && normalised.length === 18 ? normalised.slice(6, 14) : undefined;
}

const BIRTH_INSIDE: ReadonlySet<string> = new Set<IdTypeCode>(['01', '07', '17']);

/**
 * One spelling of a document number: full-width letters, digits and signs as ASCII, upper case, no blanks; a resident id of
 * 15 digits as the 18 that replaced it (GB 11643-1999), so that one person has one number. Never throws.
 */
export function normaliseIdNo(idType: string, idNo: string): string {
  const plain = asAscii(idNo)
    .replace(/\s+/g, '')
    .replace(/[a-z]+/g, (letters) => letters.toUpperCase());
  return idType === '01' && /^\d{15}$/.test(plain) ? lengthenResidentId(plain) : plain;
}

/**
 * One spelling of a unit's name, for comparing: as a person's, with full-width letters, digits and signs as ASCII and no blanks beside parentheses, for
 * `（集团）` and `(集团)` are the same company.
 */
export function normaliseUnitName(name: string): string {
  return normaliseName(asAscii(name).replace(/\s*([()])\s*/g, '$1'));
}

/** Full-width letters, digits and signs as ASCII. */
const asAscii = (text: string): string => text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));

/**
 * One spelling of a name, changing only what never tells two people apart: canonical composition (NFC), invisible marks
 * dropped, every kind of middle dot as `·` (U+00B7) without blanks beside it, any run of blanks as one, none at the ends and
 * none between two Chinese characters. Letters keep their case; private-use characters and full stops stay.
 */
export function normaliseName(name: string): string {
  return name
    .replace(/[\u200b\u2060\ufeff]/g, '')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .replace(/ ?[\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff65] ?/g, '\u00b7')
    .replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')
    .trim();
}

/**
 * Puts a resident id together and adds the check digit: division of 6 digits, date of birth `yyyyMMdd`, sequence of 3 digits
 * (odd for men). Throws `FormatError`.
 */
export function buildResidentId(division6: string, yyyymmdd: string, sequence3: string): string {
  if (!/^\d{6}$/.test(division6) || !/^\d{8}$/.test(yyyymmdd) || !/^\d{3}$/.test(sequence3)) {
    throw new FormatError('a division of 6, a date of 8 and a sequence of 3 digits');
  }
  const body = division6 + yyyymmdd + sequence3;
  const idNo = body + mod11Radix2(body);
  const fault = checkResident(idNo);
  if (fault) throw new FormatError(`a resident id: ${fault}`);
  return idNo;
}

/** GB 11643-1989: two digits of the year, and the sequences 996 to 999 kept for those over a hundred, born before 1900. */
function lengthenResidentId(old: string): string {
  const century = old.slice(12) >= '996' ? '18' : '19';
  const body = old.slice(0, 6) + century + old.slice(6);
  return body + mod11Radix2(body);
}

/** GB 11643-1999: division 6, date of birth 8, sequence 3, check digit. */
function checkResident(idNo: string): string | undefined {
  if (!/^\d{17}[\dX]$/.test(idNo)) return 'must be 17 digits and a check digit, or the 15 digits of old';
  return checkProvince(idNo.slice(0, 2)) ?? checkBirthAndCheckDigit(idNo);
}

/** 港澳台居民居住证: the form of a resident id with 81 (Hong Kong), 82 (Macao) or 83 (Taiwan) in front. */
function checkResidencePermit(idNo: string): string | undefined {
  if (!/^8[123]\d{15}[\dX]$/.test(idNo)) return 'must be 17 digits starting with 81, 82 or 83 and a check digit';
  return checkBirthAndCheckDigit(idNo);
}

/**
 * Since December 2023: 9, province 2, nationality 3, date of birth 8, sequence 3, check digit as in a resident id. Before:
 * nationality of 3 letters, division 4, date of birth `yyMMdd`, sequence 1, check digit by the weights 7, 3, 1. Both are in use.
 */
function checkPermanentResident(idNo: string): string | undefined {
  if (/^9\d{16}[\dX]$/.test(idNo)) return checkProvince(idNo.slice(1, 3)) ?? checkBirthAndCheckDigit(idNo);
  if (!/^[A-Z]{3}\d{12}$/.test(idNo)) return 'must be 17 digits starting with 9 and a check digit, or 3 letters and 12 digits';
  const yymmdd = idNo.slice(7, 13);
  if (!isCalendarDate(`19${yymmdd}`) && !isCalendarDate(`20${yymmdd}`)) return idNumberFaults.birth;
  return checkProvince(idNo.slice(3, 5)) ?? (weighted731(idNo.slice(0, 14)) === idNo[14] ? undefined : idNumberFaults.checkDigit);
}

/** The faults of a number that has the form of its type, in the words of `checkIdNumber`. */
export const idNumberFaults = {
  birth: 'has a date of birth that does not exist',
  checkDigit: 'has a check digit that does not match',
  province: 'names a province that does not exist',
} as const;

function checkProvince(code: string): string | undefined {
  return findProvince(code) ? undefined : idNumberFaults.province;
}

function checkBirthAndCheckDigit(idNo: string): string | undefined {
  if (!isCalendarDate(idNo.slice(6, 14))) return idNumberFaults.birth;
  return mod11Radix2(idNo.slice(0, 17)) === idNo[17] ? undefined : idNumberFaults.checkDigit;
}

/** Whether eight digits `yyyyMMdd` are a day from 1800 to 2099. */
export function isCalendarDate(yyyymmdd: string): boolean {
  const year = Number(yyyymmdd.slice(0, 4));
  const month = Number(yyyymmdd.slice(4, 6));
  const day = Number(yyyymmdd.slice(6));
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return year >= 1800 && year < 2100 && day >= 1 && day <= days;
}
