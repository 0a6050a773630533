import { FormatError } from './identifiers.js';
import {
  isLexicalObject, lexicalObject, LexicalJsonError, NumberLexeme, parseLexicalJson, type LexicalObject, type LexicalValue,
} from './lexical-json.js';
import { refuse, refuseField, type FieldFault } from './refusal.js';
import { C, readShape, row, shape, type FieldType } from './shape.js';
import { parseTimestamp } from './timestamp.js';

export type SignType = 'plain' | 'SM2' | 'SM3';
export type EncType = 'plain' | 'SM4';

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

const HEX = /^(?:[0-9A-Fa-f]{2})+$/;

/** A member that some send as text and some as a bare number (sample of A.1.5.1); its letters are kept. */
const textOrNumber = (length: number): FieldType<string> => ({
  ...C(length),
  read: (value, path, faults) => C(length).read(value instanceof NumberLexeme ? value.text : value, path, faults),
});

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
    const found = names.find((name) => name.toUpperCase() === text.toUpperCase());
    if (found === undefined) throw new FormatError(`one of ${names.join(', ')}`);
    return found;
  });
}

const requestId = (text: string): string => {
  if (!/^[\x21-\x7e]{1,128}$/.test(text)) throw new FormatError('1 to 128 printable ASCII characters');
  return text;
};

const encDataText = (text: string): string => {
  if (!HEX.test(text)) throw new FormatError('hexadecimal digits, two for each byte');
  return text;
};

const extraShape = shape('openec', '附加参数', [row(1, 'requestId', '请求流水号', C(128, requestId), 'N', 'N')]);

/** Table A.2 公共部分输入参数, with the identity fields and `encData` that clients in the field send (wire protocol). */
export const requestShape = shape('A.2', '公共部分输入参数', [
  row(1, 'orgId', '机构 ID', C(40), 'N', 'N'),
  row(2, 'version', '版本号', C(10), 'N', 'N'),
  row(3, 'encType', '加密方式', spelled<EncType>(['plain', 'SM4']), 'N', 'N'),
  row(4, 'transType', '交易类型', C(40), 'Y', 'Y'),
  row(5, 'signType', '签名类型', spelled<SignType>(['plain', 'SM2', 'SM3']), 'N', 'N'),
  row(6, 'signData', '签名数据', C(100), 'N', 'N'),
  row(7, 'timestamp', '时间戳', textOrNumber(20), 'N', 'N'),
  row(8, 'extra', '附加参数', anyObject, 'N', 'N'),
  row(9, 'data', '入参内容', anyObject, 'N', 'N'),
  row(10, 'appId', '应用编号', C(40), 'N', 'N'),
  row(11, 'appCode', '应用编码', C(40), 'N', 'N'),
  row(12, 'encData', '密文', C(400_000, encDataText), 'N', 'N'),
]);

/** The first step of a request: bytes to an envelope of the right form, or `-2` naming every field that is wrong. */
export function readRequestEnvelope(body: Uint8Array): RequestEnvelope {
  const members = readMembers(body);
  const fields = readShape(requestShape, members, '');
  const signType = fields.signType ?? 'plain';
  const encType = fields.encType ?? 'plain';
  const faults = [...missing(members, signType), ...whereDataStands(members, encType)];
  const identity = (['appId', 'appCode', 'orgId'] as const).find((name) => fields[name] !== undefined);
  if (identity === undefined) faults.push({ field: 'orgId', reason: 'one of appId, appCode, orgId is mandatory' });
  if (faults.length > 0 || identity === undefined) throw refuse('badRequest', { faults });
  return {
    identity: { field: identity, value: fields[identity] as string },
    orgId: fields.orgId, transType: fields.transType, signType, encType, signData: fields.signData,
    timestamp: timestampOf(fields.timestamp),
    requestId: fields.extra === undefined ? undefined : readShape(extraShape, fields.extra, 'extra').requestId,
    data: fields.data, encData: fields.encData, members,
  };
}

/** Bytes to the members of one JSON object; anything else is `-2`. */
export function readMembers(body: Uint8Array): LexicalObject {
  if (body.length === 0) throw refuseField('body', 'is empty');
  const value = parsed(body);
  if (!isLexicalObject(value)) throw refuseField('body', 'must be a JSON object');
  return value;
}

function parsed(body: Uint8Array): LexicalValue {
  try {
    return parseLexicalJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body));
  } catch (error) {
    if (error instanceof LexicalJsonError) throw refuseField('body', `is not JSON: ${error.message}`);
    if (error instanceof TypeError) throw refuseField('body', 'is not UTF-8');
    throw error;
  }
}

/** What table A.2 makes mandatory holds for signed requests; the unsigned terminal profile of table B.1 carries none of it. */
function missing(members: LexicalObject, signType: SignType): FieldFault[] {
  if (signType === 'plain') return [];
  return (['version', 'signData', 'timestamp'] as const)
    .filter((field) => members[field] === undefined || members[field] === null || members[field] === '')
    .map((field) => ({ field, reason: `is mandatory in a signed request (signType ${signType})` }));
}

function whereDataStands(members: LexicalObject, encType: EncType): FieldFault[] {
  const clear = isLexicalObject(members.data);
  const encrypted = typeof members.encData === 'string' && members.encData !== '';
  if (clear && encrypted) return [{ field: 'encData', reason: 'data and encData stand both' }];
  if (!clear && !encrypted) return [{ field: 'data', reason: 'is mandatory (or encData in its place)' }];
  // Clear data under encType SM4 is the standard's own sample (A.1.5.1); who must encrypt is said by the caller's profile and the catalogue.
  return encrypted && encType === 'plain' ? [{ field: 'encData', reason: 'encType is plain' }] : [];
}

function timestampOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  try {
    return parseTimestamp(text);
  } catch (error) {
    if (error instanceof FormatError) throw refuseField('timestamp', error.rule);
    throw error;
  }
}

/** Top-level members that are set, in the given order. */
export function membersOf(fields: Record<string, LexicalValue | undefined>): LexicalObject {
  const members = lexicalObject();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) members[name] = value;
  return members;
}
