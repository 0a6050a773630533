import { FormatError } from './identifiers.js';
import {
  isLexicalObject, lexicalObject, LexicalJsonError, NumberLexeme, parseLexicalJson, type LexicalObject, type LexicalValue,
} from './lexical-json.js';
import { refuse, refuseField, type FieldFault } from './refusal.js';
import { C, isNothing, nested, readFields, row, shape, type FieldType } from './shape.js';
import { LONGEST_SIGNATURE } from './signature-spelling.js';
import { parseTimestamp } from './timestamp.js';

export type SignType = 'plain' | 'SM2' | 'SM3';
export type EncType = 'plain' | 'SM4' | 'SM2';

/** Who speaks: the application is named by `appId`, `appCode` or `orgId` (INT-21). */
export interface CallerIdentity {
  readonly field: 'appId' | 'appCode' | 'orgId';
  readonly value: string;
}

/** A request whose form is right; nothing in it is believed yet. */
export interface RequestEnvelope {
  readonly identity: CallerIdentity;
  readonly orgId: string | undefined;
  readonly transType: string;
  readonly signType: SignType;
  readonly encType: EncType;
  readonly signData: string | undefined;
  /** Epoch milliseconds; undefined only in an unsigned request without one. */
  readonly timestamp: number | undefined;
  readonly requestId: string | undefined;
  readonly data: LexicalObject | undefined;
  readonly encData: string | undefined;
  /** All top-level members as they stood: what the string to sign is made from. */
  readonly members: LexicalObject;
}

/** INT-02: text, or the bare number of the sample in A.1.5.1; read to epoch milliseconds. */
const timestampField: FieldType<number> = {
  type: 'C', length: 20,
  read: (value, path, faults) => parseTimestamp(C(20).read(value instanceof NumberLexeme ? value.text : value, path, faults)),
  write: (value) => String(value),
};

/** Any JSON object, read later by the table of its transaction. */
const anyObject: FieldType<LexicalObject> = {
  type: 'Json', length: undefined,
  read(value) {
    if (!isLexicalObject(value)) throw new FormatError('must be an object');
    return value;
  },
  write: (value) => value,
};

function spelled<T extends string>(names: readonly T[]): FieldType<T> {
  return C(10, (text) => {
    const found = names.find((name) => name.toLowerCase() === text.toLowerCase());
    if (found === undefined) throw new FormatError(`one of ${names.join(', ')}`);
    return found;
  });
}

const requestId = (text: string): string => {
  if (!/^[\x21-\x25\x27-\x7e]{1,128}$/.test(text)) throw new FormatError('1 to 128 printable ASCII characters, no &');
  return text;
};

/** INT-112: the string to sign joins members with `&` and escapes nothing, so a text that held one could pass for two members. */
const undivided = (text: string): string => {
  if (text.includes('&')) throw new FormatError('text without &');
  return text;
};

/** Table A.2 gives the signature 100 characters; the longest that clients send (INT-110) has more. */
const signDataField: FieldType<string> = { ...C(LONGEST_SIGNATURE), length: 100 };

const encDataText = (text: string): string => {
  if (text.length % 2 !== 0 || !/^[0-9A-Fa-f]+$/.test(text)) throw new FormatError('hexadecimal digits, two for each byte');
  return text;
};

const extraTable = nested(shape('openec', '附加参数', [row(1, 'requestId', '请求流水号', C(128, requestId), 'N', 'N')]));

/** 附加参数: no table says what it holds and no signature covers it, so all but the request id (INT-22) is passed over. */
const extraField: FieldType<{ requestId?: string }> = {
  ...extraTable,
  read: (value, path, faults) => extraTable.read(membersOf({ requestId: anyObject.read(value, path, faults).requestId }), path, faults),
};

/** Table B.1 allows 200 K of data; encrypted it is up to one block longer, and hexadecimal doubles it. */
const LONGEST_ENC_DATA = 2 * (200 * 1024 + 16);

/** INT-113: SM2 is for small messages; a long one costs too much before anybody knows whose it is. */
const LONGEST_SM2_DATA = 2 * (16 * 1024 + 97);

/** Table A.2 公共部分输入参数, with the identity fields and `encData` that clients in the field send (wire protocol). */
export const requestShape = shape('A.2', '公共部分输入参数', [
  row(1, 'orgId', '机构 ID', C(40, undivided), 'N', 'N'),
  row(2, 'version', '版本号', C(10, undivided), 'N', 'N'),
  row(3, 'encType', '加密方式', spelled<EncType>(['plain', 'SM4', 'SM2']), 'N', 'N'),
  row(4, 'transType', '交易类型', C(40, undivided), 'Y', 'Y'),
  row(5, 'signType', '签名类型', spelled<SignType>(['plain', 'SM2', 'SM3']), 'N', 'N'),
  row(6, 'signData', '签名数据', signDataField, 'N', 'N'),
  row(7, 'timestamp', '时间戳', timestampField, 'N', 'N'),
  row(8, 'extra', '附加参数', extraField, 'N', 'N'),
  row(9, 'data', '入参内容', anyObject, 'N', 'N'),
  row(10, 'appId', '应用编号', C(40, undivided), 'N', 'N'),
  row(11, 'appCode', '应用编码', C(40, undivided), 'N', 'N'),
  row(12, 'encData', '密文', C(LONGEST_ENC_DATA, encDataText), 'N', 'N'),
  // INT-32: signed, unlike `extra`.
  row(13, 'requestId', '请求流水号', C(128, requestId), 'N', 'N'),
]);

/** The first step of a request: bytes to an envelope of the right form, or `-2` naming every field that is wrong. */
export function readRequestEnvelope(body: Uint8Array): RequestEnvelope {
  const members = readMembers(body);
  const faults: FieldFault[] = [];
  const { signType = 'plain', encType = 'plain', transType, extra, ...fields } = readFields(requestShape, members, '', faults);
  faults.push(...missing(members, signType), ...whereDataStands(members, encType), ...twoRequestIds(fields.requestId, extra?.requestId));
  const identity = identityIn(fields);
  if (faults.length > 0 || identity === undefined || transType === undefined) throw refuse('badRequest', { faults });
  const { orgId, signData, timestamp, data, encData } = fields;
  return { identity, orgId, transType, signType, encType, signData, timestamp, requestId: fields.requestId ?? extra?.requestId, data, encData, members };
}

function twoRequestIds(signed: string | undefined, unsigned: string | undefined): FieldFault[] {
  if (signed === undefined || unsigned === undefined || signed === unsigned) return [];
  return [{ field: 'extra.requestId', reason: 'is not the requestId beside it' }];
}

/** INT-21: the application is named by the first of these that stands. */
const IDENTITY_FIELDS = ['appId', 'appCode', 'orgId'] as const;

function identityIn(fields: { readonly [F in CallerIdentity['field']]?: string }): CallerIdentity | undefined {
  const field = IDENTITY_FIELDS.find((name) => fields[name] !== undefined);
  return field && { field, value: fields[field] as string };
}

/** Bytes to the members of one JSON object; anything else is `-2`. */
export function readMembers(body: Uint8Array): LexicalObject {
  if (body.length === 0) throw refuseField('body', 'is empty');
  return membersIn(textIn(body));
}

/** The members of the one JSON object a text is; anything else is `-2`. */
export function membersIn(text: string): LexicalObject {
  const value = parsed(text);
  if (!isLexicalObject(value)) throw refuseField('body', 'must be a JSON object');
  return value;
}

function parsed(text: string): LexicalValue {
  try {
    return parseLexicalJson(text);
  } catch (error) {
    if (error instanceof LexicalJsonError) throw refuseField('body', `is not JSON: ${error.message}`);
    throw error;
  }
}

/** UTF-8 to text; bytes that are none are `-2`. */
export function textIn(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw refuseField('body', 'is not UTF-8');
  }
}

/**
 * What table A.2 makes mandatory holds for signed requests; the unsigned terminal profile of table B.1 carries none of it. Who speaks must be said in
 * both.
 */
function missing(members: LexicalObject, signType: SignType): FieldFault[] {
  const signed = signType === 'plain' ? [] : ['version', 'signData', 'timestamp'];
  const faults = signed.filter((field) => isNothing(members[field]))
    .map((field) => ({ field, reason: `is mandatory in a signed request (signType ${signType})` }));
  const named = IDENTITY_FIELDS.some((field) => !isNothing(members[field]));
  return named ? faults : [...faults, { field: 'orgId', reason: `one of ${IDENTITY_FIELDS.join(', ')} is mandatory` }];
}

function whereDataStands(members: LexicalObject, encType: EncType): FieldFault[] {
  const clear = !isNothing(members.data);
  const encrypted = !isNothing(members.encData);
  if (clear && encrypted) return [{ field: 'encData', reason: 'data and encData stand both' }];
  if (!clear && !encrypted) return [{ field: 'data', reason: 'is mandatory (or encData in its place)' }];
  // Clear data under another encType is the standard's own sample (A.1.5.1); who must encrypt is said by the caller's profile and the catalogue.
  if (encrypted && encType === 'plain') return [{ field: 'encData', reason: 'stands only under encType SM4 or SM2' }];
  const isLong = encType === 'SM2' && typeof members.encData === 'string' && members.encData.length > LONGEST_SM2_DATA;
  return isLong ? [{ field: 'encData', reason: `longer than ${LONGEST_SM2_DATA} characters under encType SM2` }] : [];
}

/** Top-level members that are set, in the given order. */
export function membersOf(fields: Record<string, LexicalValue | undefined>): LexicalObject {
  const members = lexicalObject();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) members[name] = value;
  return members;
}
