import { CREDIT_CODE_ALPHABET, damm, luhn, mod31 } from './check-digits.js';
import { findProvince, nationalPrefix, type Province } from './dictionaries/provinces.js';

/** A text does not have the form it must have. Names the rule, never the text: it may be somebody's number. */
export class FormatError extends Error {
  /** `rule` is a short English phrase such as `28 digits starting with 424`. */
  constructor(readonly rule: string) {
    super(`expected ${rule}`);
    this.name = 'FormatError';
  }
}

declare const brand: unique symbol;
type Text<Name extends string> = string & { readonly [brand]: Name };
type Count<Name extends string> = number & { readonly [brand]: Name };

/** The form of a text: in words for a person, as a pattern for a program. */
export interface TextForm {
  readonly rule: string;
  readonly pattern: RegExp;
}

/** A parser of a text; one that has a form says it. */
export type TextParser<T extends string> = ((value: string) => T) & { readonly form?: TextForm };

/** The two functions every type below comes with: `isX` and `parseX`. */
interface Format<T, Input> {
  /** Whether any value at all has the form. */
  readonly is: (value: unknown) => value is T;
  /** The value under its type. Throws `FormatError` and nothing else. */
  readonly parse: (input: Input) => T;
}

interface TextFormat<T extends string> extends Format<T, string> {
  readonly parse: TextParser<T>;
}

function text<T extends string>(rule: string, pattern: RegExp, holds: (value: string) => boolean = () => true): TextFormat<T> {
  const is = (value: unknown): value is T => typeof value === 'string' && pattern.test(value) && holds(value);
  const parse = (value: string): T => {
    if (!is(value)) throw new FormatError(rule);
    return value;
  };
  return { is, parse: Object.assign(parse, { form: { rule, pattern } }) };
}

function count<T extends number>(): Format<T, number | string> {
  const is = (value: unknown): value is T => Number.isSafeInteger(value) && (value as number) >= 0;
  const parse = (value: number | string): T => {
    const number: unknown = typeof value === 'string' && /^(?:0|[1-9]\d*)$/.test(value) ? Number(value) : value;
    if (!is(number)) throw new FormatError(`a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`);
    return number;
  };
  return { is, parse };
}

const ofProvince = (value: string): boolean => findProvince(value.slice(0, 2)) !== undefined;
const ofProvinceOrNation = (value: string): boolean => value.startsWith(nationalPrefix) || ofProvince(value);

/** 64 位标识码 (4.1): names a person's or unit's credential nationwide. // INT-16 */
export type CredentialNumber = Text<'CredentialNumber'>;
export const { is: isCredentialNumber, parse: parseCredentialNumber } =
  text<CredentialNumber>('64 lower-case hexadecimal digits', /^[0-9a-f]{64}$/);

/** Short index of a credential, `ecIndexNo` in the answers terminals know. // INT-16 */
export type EcIndexNo = Text<'EcIndexNo'>;
export const { is: isEcIndexNo, parse: parseEcIndexNo } = text<EcIndexNo>('32 upper-case hexadecimal digits', /^[0-9A-F]{32}$/);

/** 二维码值, `ecQrCode` in table A.4: whatever a scanner read, at most 32 characters; see `isIssuedQrValue`. // INT-08 */
export type QrValue = Text<'QrValue'>;
export const { is: isQrValue, parse: parseQrValue } = text<QrValue>('1 to 32 printable ASCII characters, no blanks', /^[\x21-\x7e]{1,32}$/);

/** 鉴权TOKEN, `ecToken` in tables A.5 and A.6: issued with 38 characters, a foreign one is opaque and has at most 64. // INT-06 */
export type EcToken = Text<'EcToken'>;
export const { is: isEcToken, parse: parseEcToken } = text<EcToken>('1 to 64 printable ASCII characters, no blanks', /^[\x21-\x7e]{1,64}$/);

/** 展码id, `showId`: the handle by which a channel refreshes a displayed code. // INT-08 */
export type DisplayId = Text<'DisplayId'>;
export const { is: isDisplayId, parse: parseDisplayId } = text<DisplayId>('1 to 40 letters, digits or hyphens', /^[0-9A-Za-z-]{1,40}$/);

/** 个人渠道授权码 (6.1.3): what a channel holds for one person who authorized it. */
export type ChannelAuthorizationCode = Text<'ChannelAuthorizationCode'>;
export const { is: isChannelAuthorizationCode, parse: parseChannelAuthorizationCode } =
  text<ChannelAuthorizationCode>('32 upper-case letters or digits', /^[0-9A-Z]{32}$/);

/** 经办流水号 (C.4, 500014): one handling from its first page to its last. */
export type HandlingSerialNo = Text<'HandlingSerialNo'>;
export const { is: isHandlingSerialNo, parse: parseHandlingSerialNo } = text<HandlingSerialNo>('32 letters or digits', /^[0-9A-Za-z]{32}$/);

/** 实人认证流水号 (C.4, 500037): names one real-person verification. */
export type RealPersonSerialNo = Text<'RealPersonSerialNo'>;
export const { is: isRealPersonSerialNo, parse: parseRealPersonSerialNo } =
  text<RealPersonSerialNo>('32 letters or digits', /^[0-9A-Za-z]{32}$/);

/** 渠道编号 (D.2), `chnlId` on the wire. */
export type ChannelNumber = Text<'ChannelNumber'>;
export const { is: isChannelNumber, parse: parseChannelNumber } = text<ChannelNumber>('32 upper-case letters or digits', /^[0-9A-Z]{32}$/);

/** APPID (D.2): names an application; its SM4 key derives from it. // INT-21 */
export type AppId = Text<'AppId'>;
export const { is: isAppId, parse: parseAppId } = text<AppId>('32 upper-case letters or digits', /^[0-9A-Z]{32}$/);

/** 机构ID (2.11; tables A.2, A.4): the code of an institution. // INT-05 */
export type OrgId = Text<'OrgId'>;
export const { is: isOrgId, parse: parseOrgId } = text<OrgId>('1 to 40 printable ASCII characters, no blanks', /^[\x21-\x7e]{1,40}$/);

/** Two digits of a province (GB/T 2260), or `00` for the national tier. // INT-12 */
export type ProvinceCode = Province['code'] | typeof nationalPrefix;
export const { is: isProvinceCode, parse: parseProvinceCode } =
  text<ProvinceCode>('2 digits of a known province, or 00', /^\d\d$/, ofProvinceOrNation);

/** 行政区划 (GB/T 2260): province, prefecture, county. Only the province is checked: the lower levels change every year. */
export type DivisionCode = Text<'DivisionCode'>;
export const { is: isDivisionCode, parse: parseDivisionCode } =
  text<DivisionCode>('6 digits starting with a known province', /^\d{6}$/, ofProvince);

/** 统筹区: the division whose fund insures a person, `insuOrg` in table A.7. */
export type PoolingArea = DivisionCode;
export const { is: isPoolingArea, parse: parsePoolingArea }: TextFormat<PoolingArea> = { is: isDivisionCode, parse: parseDivisionCode };

/**
 * 终端备案号 (2.8, table 1), 20 digits: province 2, year 4, serial 13, check digit 1 (Damm over the 19 before it, so that no single wrong digit and no swap of
 * neighbours gives another number). // INT-92
 */
export type TerminalFilingNumber = Text<'TerminalFilingNumber'>;
export const { is: isTerminalFilingNumber, parse: parseTerminalFilingNumber } = text<TerminalFilingNumber>(
  '20 digits: province, year 20yy, serial of 13 digits, and the check digit over them',
  /^\d\d20\d{16}$/,
  (value) => ofProvinceOrNation(value) && damm(value.slice(0, 19)) === value[19],
);

/** `authNo`, names a face authentication: `ano`, 19 digits, division. */
export type AuthNo = Text<'AuthNo'>;
export const { is: isAuthNo, parse: parseAuthNo } =
  text<AuthNo>('ano, 19 digits and a division of 6 digits', /^ano\d{25}$/, (value) => ofProvince(value.slice(22)));

/** 统一社会信用代码 (GB 32100-2015): 18 characters, the last a check character over the others. */
export type UnifiedSocialCreditCode = Text<'UnifiedSocialCreditCode'>;
export const { is: isUnifiedSocialCreditCode, parse: parseUnifiedSocialCreditCode } = text<UnifiedSocialCreditCode>(
  '18 digits or upper-case letters without I, O, S, V and Z, the last a check character over the others',
  new RegExp(`^[${CREDIT_CODE_ALPHABET}]{18}$`),
  (value) => mod31(value.slice(0, 17)) === value[17],
);

/** Money, in fen. */
export type Fen = Count<'Fen'>;
export const { is: isFen, parse: parseFen } = count<Fen>();

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = Count<'EpochMs'>;
export const { is: isEpochMs, parse: parseEpochMs } = count<EpochMs>();

/** 手机号 of the mainland: 11 digits. */
export type MobileNumber = Text<'MobileNumber'>;
export const { is: isMobileNumber, parse: parseMobileNumber } = text<MobileNumber>('11 digits starting with 13 to 19', /^1[3-9]\d{9}$/);

/** 金融卡号 (4.10; ISO/IEC 7812): 13 to 19 digits, the last a check digit over the others. */
export type BankCardNumber = Text<'BankCardNumber'>;
export const { is: isBankCardNumber, parse: parseBankCardNumber } = text<BankCardNumber>(
  '13 to 19 digits, the last a check digit over the others', /^\d{13,19}$/, (value) => luhn(value.slice(0, -1)) === value.slice(-1),
);

/** 终端MAC地址 in the spelling of table 1: `f8:34:41:bd:e1:88`. */
export type MacAddress = Text<'MacAddress'>;

const anyMacAddress = text('6 bytes in hexadecimal such as f8:34:41:bd:e1:88', /^[0-9a-f]{2}([:-]?)(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}$/i);

/** Reads a MAC address in any usual spelling (`F8-34-41-BD-E1-88`, `f83441bde188`) into that of table 1. Throws `FormatError`. */
export function parseMacAddress(value: string): MacAddress {
  return anyMacAddress.parse(value).replace(/[:-]/g, '').toLowerCase().replace(/..(?=.)/g, '$&:') as MacAddress;
}

/** The index of a credential: the first half of its number, in upper case. // INT-16 */
export function ecIndexNoOf(credentialNumber: CredentialNumber): EcIndexNo {
  return credentialNumber.slice(0, 32).toUpperCase() as EcIndexNo;
}

/** The province of a division. */
export function provinceOfDivision(division: DivisionCode): ProvinceCode {
  return parseProvinceCode(division.slice(0, 2));
}

/** The parts of an issued QR value. */
export interface QrValueParts {
  /** 17 digits, never issued twice. */
  readonly unique17: string;
  /** 2 digits that cannot be foreseen. */
  readonly random2: string;
  /** Who issues, hence who decodes (4.9). */
  readonly province: ProvinceCode;
  /** 4 digits, `0000` today. */
  readonly extension?: string;
}

/** Puts a QR value together: `424`, unique part, random part, province, extension: 28 digits. Throws `FormatError`. */
export function buildQrValue({ unique17, random2, province, extension = '0000' }: QrValueParts): QrValue {
  const value = `424${digits(unique17, 17)}${digits(random2, 2)}${parseProvinceCode(province)}${digits(extension, 4)}`;
  return value as QrValue;
}

/** Whether a scanned value has the form in which this system issues: 28 digits `424…`, known province, extension `0000`. // INT-08 */
export function isIssuedQrValue(value: string): boolean {
  return provinceOfQrValue(value) !== undefined && value.endsWith('0000');
}

/**
 * The province (or `00`) that issued a QR value and alone can decode it (4.9), or undefined where the value is no code of an
 * e-credential. Any extension is routed, so that a later one still finds its issuer.
 */
export function provinceOfQrValue(value: string): ProvinceCode | undefined {
  const province = /^424\d{19}(\d\d)\d{4}$/.exec(value)?.[1];
  return isProvinceCode(province) ? province : undefined;
}

/** Puts a token together: division, `ec`, 30 lower-case letters or digits that cannot be foreseen: 38 characters. Throws `FormatError`. */
export function buildEcToken(division: DivisionCode, tail30: string): EcToken {
  if (!/^[0-9a-z]{30}$/.test(tail30)) throw new FormatError('30 lower-case letters or digits');
  return `${parseDivisionCode(division)}ec${tail30}` as EcToken;
}

/** The division that issued a token, or undefined where the token has not the form in which this system issues. */
export function divisionOfEcToken(token: string): DivisionCode | undefined {
  const division = /^(\d{6})ec[0-9a-z]{30}$/.exec(token)?.[1];
  return isDivisionCode(division) ? division : undefined;
}

/** Puts the number of a face authentication together: `ano`, 19 digits that cannot be foreseen, division: 28 characters. Throws `FormatError`. */
export function buildAuthNo(division: DivisionCode, random19: string): AuthNo {
  return `ano${digits(random19, 19)}${parseDivisionCode(division)}` as AuthNo;
}

/** Puts a terminal filing number together; `year` 2000 to 2099, `serial` below 10^13. Throws `FormatError`. */
export function buildTerminalFilingNumber(parts: { province: ProvinceCode; year: number; serial: number }): TerminalFilingNumber {
  const body = `${parts.province}${digits(String(parts.year), 4)}${digits(String(parts.serial).padStart(13, '0'), 13)}`;
  return parseTerminalFilingNumber(body + damm(body));
}

function digits(value: string, length: number): string {
  if (value.length !== length || !/^\d+$/.test(value)) throw new FormatError(`${length} digits`);
  return value;
}
