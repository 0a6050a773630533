import { isQrValue } from './identifiers.js';
import { isLexicalObject, lexicalObject, LexicalJsonError, parseLexicalJson, writeLexicalJson, type LexicalObject, type LexicalValue } from './lexical-json.js';
import { refuse, refuseField } from './refusal.js';
import { isNothing, type Shape } from './shape.js';
import { findTransaction, transactions } from './transactions/index.js';

/**
 * Requests of terminals and of programs at counters that sign nothing (终端免签名, INT-135): read with more patience than signed ones, and made into
 * requests of table A.2, which the rest of the house understands. Nothing here is believed; who speaks is decided by where it came from.
 */

/** The two addresses such programs post to, by their last step. Every transaction goes to the first, `transType` says which; the second checks a token. */
export const terminalPaths = { decode: 'localcfc/api/hsecfc/localQrCodeQuery', checkToken: 'localcfc/api/hsecfc/localEcTokenCheck' } as const;
export type TerminalPath = keyof typeof terminalPaths;

/** INT-137: other names of a transaction that terminals use. */
const OTHER_NAMES: Readonly<Record<string, string>> = { 'cn.nhsa.qrcode.get': transactions.decodeQrCode.transType };

/** INT-141: asks the program beside the scanner for a code; here nothing was scanned. */
const ASKS_A_SCANNER = 'iot.gain.ec.qrcode';

const EXPECTED: Readonly<Record<TerminalPath, Shape<unknown>>> = { decode: transactions.decodeQrCode.output, checkToken: transactions.checkToken.output };

/** A body as text, and in which letters it was written. */
export interface BodyText {
  readonly text: string;
  readonly charset: 'utf-8' | 'gb18030';
}

/** A request that carries no signature and no cipher text; nothing in it is believed yet. */
export interface TerminalRequest {
  readonly transType: string | undefined;
  /** Outside or inside the data. */
  readonly orgId: string | undefined;
  readonly termId: string | undefined;
  readonly requestId: string | undefined;
  readonly outerOrgId: LexicalValue | undefined;
  readonly data: LexicalObject;
}

/** What is known of where a request came from: the institution, and its terminal where there is only one. */
export interface ComesFrom {
  readonly orgId: string | undefined;
  readonly termId: string | undefined;
  readonly address: string;
}

const BYTE_ORDER_MARK = Buffer.from('\ufeff', 'utf8');

/**
 * INT-136: UTF-8 where the bytes are UTF-8, else GB18030, of which GBK and GB2312 are parts; the other way round where `charset` (of the content type)
 * names one of these and no byte order mark says otherwise. The mark is passed over. Throws `-2` for bytes that are neither.
 */
export function terminalText(body: Uint8Array, charset = ''): BodyText {
  const marked = Buffer.from(body.subarray(0, 3)).equals(BYTE_ORDER_MARK);
  const chinese = !marked && /^gb(?:k|2312|18030)$/i.test(charset);
  for (const name of chinese ? (['gb18030', 'utf-8'] as const) : (['utf-8', 'gb18030'] as const)) {
    const text = decoded(body, name);
    if (text !== undefined) return { text, charset: name };
  }
  throw refuseField('body', 'is neither UTF-8 nor GBK');
}

function decoded(body: Uint8Array, name: string): string | undefined {
  try {
    return new TextDecoder(name, { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

/**
 * Reads the text of a request that came to one of the terminals' addresses; undefined where it is signed, encrypted or names an application, which is then
 * read as strictly as everywhere. Throws `-2` for what is no JSON object, also not with commas left over.
 */
export function readTerminalRequest(text: string, path: TerminalPath): TerminalRequest | undefined {
  const members = membersOfTerminal(text);
  if (!isUnsigned(members)) return undefined;
  const data = dataIn(members, path);
  const transType = textIn(members.transType) ?? (path === 'checkToken' ? transactions.checkToken.transType : undefined);
  if (transType === ASKS_A_SCANNER) throw refuseField('transType', 'a code is gained by the terminal itself; nothing was scanned here');
  return {
    transType: transType === undefined ? undefined : (OTHER_NAMES[transType] ?? transType),
    orgId: textIn(members.orgId) ?? textIn(data.orgId), termId: textIn(data.termId), outerOrgId: members.orgId,
    requestId: textIn(members.requestId) ?? (isLexicalObject(members.extra) ? textIn(members.extra.requestId) : undefined), data,
  };
}

function membersOfTerminal(text: string): LexicalObject {
  if (text.trim() === '') throw refuseField('body', 'is empty');
  try {
    const value = parseLexicalJson(text, { trailingCommas: true });
    if (isLexicalObject(value)) return value;
  } catch (error) {
    if (error instanceof LexicalJsonError) throw refuseField('body', `is not JSON: ${error.message}`);
    throw error;
  }
  throw refuseField('body', 'must be a JSON object');
}

const isPlain = (value: LexicalValue | undefined): boolean => isNothing(value) || (typeof value === 'string' && value.toLowerCase() === 'plain');

function isUnsigned({ signType, signData, encData, appId, appCode }: LexicalObject): boolean {
  return isPlain(signType) && [signData, encData, appId, appCode].every(isNothing);
}

/** The token check stands there without an envelope as well: then every member is data. */
function dataIn(members: LexicalObject, path: TerminalPath): LexicalObject {
  if (isLexicalObject(members.data)) return members.data;
  if (!isNothing(members.data)) throw refuseField('data', 'must be an object');
  return path === 'checkToken' ? members : lexicalObject();
}

const textIn = (value: LexicalValue | undefined): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** The terminal that the data of a request name; for whoever decides whether it may speak from where it is. */
export const terminalNamedIn = (data: LexicalObject): string | undefined => textIn(data.termId);

/** INT-138: what stands in the place of what a terminal has left open and only the record of the visit would show. */
const LEFT_OPEN = '-';
const MAY_STAND_OPEN: ReadonlySet<string> = new Set(['operatorId', 'operatorName', 'officeId', 'officeName']);

/** INT-138: terminals that recognise faces name no business; it is a settlement (结算). */
const USUAL_BUSINESS = '01301';
const NAME_NO_BUSINESS: ReadonlySet<string> = new Set([transactions.authenticateFace.transType, transactions.queryByFace.transType]);

/**
 * The same as a request of table A.2: fields its table does not know are left out (INT-138), institution and terminal are said as the place says them where
 * the request does not, `timestamp` is dropped because nothing vouches for it. A value that can be no code of an electronic credential is `500159`.
 */
export function asRequest({ transType, orgId, outerOrgId, requestId, data }: TerminalRequest, from: ComesFrom): string {
  const table = transType === undefined ? undefined : findTransaction(transType)?.input;
  const businessType = NAME_NO_BUSINESS.has(transType ?? '') ? USUAL_BUSINESS : undefined;
  const given = { orgId: orgId ?? from.orgId, termId: from.termId, termIp: from.address, businessType };
  const said = table === undefined ? data : completed(table, data, given);
  const members = lexicalObject();
  const named: Record<string, LexicalValue | undefined> = { transType, orgId: isNothing(outerOrgId) ? (orgId ?? from.orgId) : outerOrgId, requestId, data: said };
  for (const [name, value] of Object.entries(named)) if (value !== undefined) members[name] = value;
  return writeLexicalJson(members);
}

function completed(table: Shape<unknown>, data: LexicalObject, given: Readonly<Record<string, string | undefined>>): LexicalObject {
  const said = lexicalObject();
  for (const { id, mandatory } of table.rows) {
    const value = isNothing(data[id]) ? (given[id] ?? (mandatory === 'Y' && MAY_STAND_OPEN.has(id) ? LEFT_OPEN : data[id])) : data[id];
    if (value !== undefined) said[id] = value;
  }
  requireCodeForm(said.ecQrCode);
  return said;
}

/** A payment code, a social security card, the address of a page: the clerk is asked for the right code instead of silence. // INT-124 */
function requireCodeForm(value: LexicalValue | undefined): void {
  if (typeof value !== 'string' || value === '' || isQrValue(value)) return;
  throw refuse('notACredentialCode', { diagnosis: 'this has not the form of a code' });
}

/** Every field of the answer that is looked for, as null: programs read their fields from refusals, too. */
export function emptyAnswer(transType: string | undefined, path: TerminalPath): LexicalObject {
  const table: Shape<unknown> = (transType === undefined ? undefined : findTransaction(transType)?.output) ?? EXPECTED[path];
  const members = lexicalObject();
  for (const { id } of table.rows) members[id] = null;
  return members;
}

/** JSON text in ASCII: reads the same in UTF-8 and in GBK. */
export const inAscii = (json: string): string => json.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
