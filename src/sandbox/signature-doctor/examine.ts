import { sm3, sm3Hex } from '../../crypto/sm3.js';
import { isLexicalObject, LexicalJsonError, parseLexicalJson, type LexicalObject } from '../../protocol/lexical-json.js';
import { textOf } from './charsets.js';
import { sentenceOf, unreadable, type Diagnosis, type Verdict } from './diagnosis.js';
import { signersOf, type DoctorKeys, type Signer } from './doctor-keys.js';
import { gravity, type Found } from './mistakes.js';
import { openData } from './opened-data.js';
import { search, type Explanation } from './search.js';
import { differenceOf, shown } from './shown.js';
import { documentedWriting, written, type Said } from './writing.js';

export interface ExamineOptions {
  /** A request of the application (the default), or an answer of the platform. */
  readonly direction?: 'request' | 'answer';
  /** Shows personal data as they are: only to whoever holds the message anyway. */
  readonly openly?: boolean;
}

/** The application that a message names, as it says itself; undefined where it names none or is no message. */
export function nameIn(body: Uint8Array): { readonly field: 'appId' | 'appCode' | 'orgId'; readonly value: string } | undefined {
  const members = readLoosely(body)?.members;
  for (const field of ['appId', 'appCode', 'orgId'] as const) {
    const value = members?.[field];
    if (typeof value === 'string' && value !== '') return { field, value };
  }
  return undefined;
}

/**
 * Says how a message was signed and encrypted, and what to change: A.1.2 as the documented form has it. A mistake is named only where the string that it gives
 * is the one that was signed, or the key that it gives opens the cipher text. Throws `Sm2KeyError` on keys of the wrong form.
 */
export function examine(body: Uint8Array, keys: DoctorKeys, { direction = 'request', openly = false }: ExamineOptions = {}): Diagnosis {
  const read = readLoosely(body);
  if (read === undefined) return unreadable('报文不是一个 JSON 对象。', 'The message is no JSON object.');
  const { members } = read;
  const { signData } = members;
  const signType = signTypeOf(members);
  if (signType === undefined) return unreadable('报文没有签名（signType 须为 SM2 或 SM3）。', 'The message is not signed (signType must be SM2 or SM3).');
  if (typeof signData !== 'string' || signData === '') return unreadable('报文没有 signData。', 'The message has no signData.');
  const opened = openData(members, keys);
  const said: Said = { members, data: opened.data, appId: keys.appId, appSecret: keys.appSecret };
  const signers = signersOf(keys, direction);
  const { explanation, cutShort } = search({ said, signType, signData, keys, signers });
  const before = [...read.found, ...opened.found];
  if (opened.sealed === true && explanation === undefined) {
    return unreadable('encData 用已知的密钥与写法都解不开，因而无法判断签名。请先核对 SM4 密钥。', 'encData opens under no key and in no way that is known, so nothing can be said of the signature. Check the SM4 key first.');
  }
  return told(said, before, explanation, { openly, cutShort, steps: stepsOf(said, signers) });
}

interface Telling {
  readonly openly: boolean;
  readonly cutShort: boolean;
  readonly steps: Diagnosis['steps'];
}

function told(said: Said, before: readonly Found[], explanation: Explanation | undefined, { openly, cutShort, steps }: Telling): Diagnosis {
  const found = [...before, ...(explanation?.found ?? [])];
  const verdict: Verdict = explanation === undefined ? 'unknown' : gravity(found) === 0 ? 'matches' : 'mistake';
  const expected = shown(said, documentedWriting, openly);
  const sentence = sentenceOf(verdict, found, cutShort);
  if (explanation === undefined) return { verdict, sentence, found, expected, steps };
  const signed = explanation.timestamp === undefined ? said : { ...said, members: withTimestamp(said.members, explanation.timestamp) };
  const yours = shown(signed, explanation.writing, openly);
  const difference = differenceOf(expected, yours);
  return { verdict, sentence, found, expected, yours, ...(difference && { difference }), steps };
}

function withTimestamp(members: LexicalObject, timestamp: string): LexicalObject {
  return Object.assign(Object.create(null) as LexicalObject, members, { timestamp });
}

/** As in docs/integrating.md, step 4. */
function stepsOf(said: Said, signers: readonly Signer[]): Diagnosis['steps'] {
  const text = Buffer.from(written(said, documentedWriting), 'utf8');
  const z = signers.find(({ found }) => found.length === 0)?.key.z;
  return { sm3: sm3Hex(text), ...(z && { z: z.toString('hex'), e: sm3(z, text).toString('hex') }) };
}

function signTypeOf({ signType }: LexicalObject): 'SM2' | 'SM3' | undefined {
  const name = typeof signType === 'string' ? signType.toUpperCase() : '';
  return name === 'SM2' || name === 'SM3' ? name : undefined;
}

function readLoosely(body: Uint8Array): { members: LexicalObject; found: readonly Found[] } | undefined {
  const utf8 = objectIn(textOf(body, 'utf-8'));
  if (utf8 !== undefined) return { members: utf8, found: [] };
  const gbk = objectIn(textOf(body, 'gbk'));
  return gbk && { members: gbk, found: [{ name: 'body-gbk' }] };
}

function objectIn(text = ''): LexicalObject | undefined {
  try {
    const value = parseLexicalJson(text);
    return isLexicalObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof LexicalJsonError) return undefined;
    throw error;
  }
}
