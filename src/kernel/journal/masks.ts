/**
 * Masking for everything that leaves the program as text: logs, the journal, error reports. Redaction is the second line. The
 * first is not to write personal data at all: a name in a free sentence cannot be recognised by any rule.
 */

/** `甄测试` -> `甄**`: the first character stays. */
export function maskName(name: string): string {
  const [first = '', ...others] = name;
  return others.length === 0 ? '*'.repeat(first.length && 1) : first + '*'.repeat(others.length);
}

/** Keeps `keepHead` characters at the beginning and `keepTail` at the end; masks everything where nothing would be left to mask. */
export function maskNumber(text: string, keepHead: number, keepTail: number): string {
  const characters = [...text];
  const hidden = characters.length - keepHead - keepTail;
  if (hidden <= 0) return '*'.repeat(characters.length);
  return characters.slice(0, keepHead).join('') + '*'.repeat(hidden) + characters.slice(keepHead + hidden).join('');
}

/** ASCII and full-width digits: people type both. */
const DIGIT = '[0-9０-９]';
const MONTH_DAY = '(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])';

/** Table C.2, type 01: 18 characters with a date of birth at 7 to 14 (GB 11643), or the former 15 digits. */
const RESIDENT_SHAPE = `[1-9][0-9]{5}(?:1[89]|20)[0-9]{2}${MONTH_DAY}[0-9]{3}[0-9Xx]`;
const RESIDENT_ID = new RegExp(`(?<![0-9])${RESIDENT_SHAPE}(?![0-9])`, 'g');
const RESIDENT_ID_ANYWHERE = new RegExp(RESIDENT_SHAPE, 'g');
const FORMER_RESIDENT_ID = new RegExp(`(?<![0-9])[1-9][0-9]{7}${MONTH_DAY}[0-9]{3}(?![0-9])`, 'g');
const MOBILE_NUMBER = new RegExp(`(?<!${DIGIT})(?:(?:00)?86)?[1１][3-9３-９]${DIGIT}{9}(?!${DIGIT})`, 'g');
/** Every number long enough to be a resident id, a bank card or a 28-digit code value. */
const LONG_NUMBER = new RegExp(`${DIGIT}{15,}[XxＸｘ]?`, 'g');
/** The 38-character credential token: division code, `ec`, 30 characters. */
const TOKEN = /[0-9]{6}ec[0-9a-z]{30}/gi;

const WORD = /[0-9A-Za-z０-９Ｘｘ]+/g;
/** Our own ids and hashes. Without this exception one of thirty would be hit by {@link LONG_NUMBER} and could no longer be followed. */
const HEX_ID = /^(?=[0-9]*[a-f])(?:[0-9a-f]{32}|[0-9a-f]{64})$/i;
/** Channel numbers, APPIDs and the like: one of a million has a mobile number in it by chance, and the journal could no longer be counted by channel. */
const UPPER_ID = /^(?=[0-9]*[A-Z])[0-9A-Z]{32}$/;
const isOwnId = (word: string): boolean => HEX_ID.test(word) || UPPER_ID.test(word);

/**
 * Masks what looks like the number of a person, and nothing else: for records in which other long numbers are evidence. A number of
 * 20 digits may contain a place and a date and is still no resident id.
 */
export function maskPersonalNumbers(text: string): string {
  return text.replace(WORD, (word) => (isOwnId(word) ? maskAll(word, RESIDENT_ID_ANYWHERE) : maskAll(word, RESIDENT_ID, FORMER_RESIDENT_ID, MOBILE_NUMBER)));
}

function maskAll(word: string, ...numbers: RegExp[]): string {
  return numbers.reduce((text, number) => text.replace(number, (found) => maskNumber(found, 3, 2)), word);
}

/**
 * Masks numbers of persons, code values and credential tokens in free text; any other number of 15 or more digits as well, because
 * a log has no use for it. Our own hexadecimal ids stay readable.
 */
export function redactText(text: string): string {
  return text.replace(WORD, (word) => maskPersonalNumbers(HEX_ID.test(word) ? word : maskSecrets(word)));
}

function maskSecrets(word: string): string {
  return maskAll(word.replace(TOKEN, (token) => maskNumber(token, 8, 0)), LONG_NUMBER);
}
