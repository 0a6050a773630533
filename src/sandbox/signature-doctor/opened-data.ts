import { createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { parseSm2PrivateKey } from '../../crypto/sm2.js';
import { sm2Decrypt } from '../../crypto/sm2-cipher.js';
import { transportLetters } from '../../protocol/key-ring.js';
import { isLexicalObject, parseLexicalJson, type LexicalObject } from '../../protocol/lexical-json.js';
import { textOf } from './charsets.js';
import type { DoctorKeys } from './doctor-keys.js';
import type { Found } from './mistakes.js';

/** The plain data of a message, and what was done wrong on the way to it. */
export interface OpenedData {
  readonly data: LexicalObject | undefined;
  readonly found: readonly Found[];
  /** Cipher text stands there and opens in no way that is known. */
  readonly sealed?: true;
}

const BLOCK = 16;
const HEX = /^(?:[0-9a-f]{2})+$/i;

/** Opens `encData` as the rule says, or as programs are known to encrypt instead. */
export function openData(members: LexicalObject, keys: DoctorKeys): OpenedData {
  const { encData } = members;
  if (typeof encData !== 'string' || encData === '') return { data: isLexicalObject(members.data) ? members.data : undefined, found: [] };
  const { bytes, found } = bytesOf(encData);
  const opened = isSm2(members) ? openedWithSm2(bytes, keys) : openedWithSm4(bytes, keys);
  return opened === undefined ? { data: undefined, found, sealed: true } : { data: opened.data, found: [...found, ...opened.found] };
}

const isSm2 = ({ encType }: LexicalObject): boolean => typeof encType === 'string' && encType.toUpperCase() === 'SM2';

function bytesOf(encData: string): { bytes: Buffer; found: Found[] } {
  if (!HEX.test(encData)) return { bytes: Buffer.from(encData, 'base64'), found: [{ name: 'enc-data-base64' }] };
  return { bytes: Buffer.from(encData, 'hex'), found: encData === encData.toUpperCase() ? [] : [{ name: 'enc-data-lower-case' }] };
}

type Opening = { readonly data: LexicalObject; readonly found: readonly Found[] };

function openedWithSm2(bytes: Buffer, { platformPrivateKey }: DoctorKeys): Opening | undefined {
  if (platformPrivateKey === undefined) return undefined;
  try {
    return objectIn(sm2Decrypt(parseSm2PrivateKey(platformPrivateKey), bytes), []);
  } catch {
    return undefined; // not for this key
  }
}

function openedWithSm4(bytes: Buffer, keys: DoctorKeys): Opening | undefined {
  if (bytes.length === 0 || bytes.length % BLOCK !== 0) return undefined;
  for (const { key, found } of keysToTry(keys)) {
    const opened = inEcb(bytes, key, found) ?? inCbc(bytes, key, found);
    if (opened !== undefined) return opened;
  }
  return undefined;
}

function inEcb(bytes: Buffer, key: KeyObject, found: readonly Found[]): Opening | undefined {
  return unpadded(blocks('sm4-ecb', key, null, bytes), found);
}

/** With an initial vector of zeros, or of the key; under any other the first block is lost, and with it the proof. */
function inCbc(bytes: Buffer, key: KeyObject, found: readonly Found[]): Opening | undefined {
  const ivs = [Buffer.alloc(BLOCK), key.export()];
  for (const iv of ivs) {
    const opened = unpadded(blocks('sm4-cbc', key, iv, bytes), [...found, { name: 'sm4-cbc' }]);
    if (opened !== undefined) return opened;
  }
  return undefined;
}

function blocks(mode: string, key: KeyObject, iv: Buffer | null, bytes: Buffer): Buffer {
  const decipher = createDecipheriv(mode, key, iv).setAutoPadding(false);
  return Buffer.concat([decipher.update(bytes), decipher.final()]);
}

function unpadded(plain: Buffer, found: readonly Found[]): Opening | undefined {
  const once = withoutPadding(plain);
  const twice = once && withoutPadding(once);
  const zeros = plain.subarray(0, plain.findLastIndex((byte) => byte !== 0) + 1);
  return (once && objectIn(once, found)) ?? (twice && objectIn(twice, [...found, { name: 'padded-twice' }]))
    ?? objectIn(zeros, [...found, { name: 'zero-padding' }]);
}

/** Without its PKCS#7 padding; undefined where it has none. */
function withoutPadding(plain: Buffer): Buffer | undefined {
  const count = plain.at(-1) ?? 0;
  if (count === 0 || count > BLOCK || plain.length < count) return undefined;
  return plain.subarray(-count).every((byte) => byte === count) ? plain.subarray(0, -count) : undefined;
}

function objectIn(bytes: Buffer, found: readonly Found[]): Opening | undefined {
  const text = textOf(bytes, 'utf-8');
  const read = text ?? textOf(bytes, 'gbk');
  try {
    const value = parseLexicalJson(read ?? '');
    if (isLexicalObject(value)) return { data: value, found: text === undefined ? [...found, { name: 'body-gbk' }] : found };
  } catch {
    // noise, as any wrong key gives
  }
  return undefined;
}

type TriedKey = { readonly key: KeyObject; readonly found: readonly Found[] };

function keysToTry({ appId, appSecret, others = [] }: DoctorKeys): TriedKey[] {
  const letters = lettersOf(appId, appSecret);
  return [
    ...tried(Buffer.from(letters.slice(0, BLOCK), 'ascii'), []),
    ...tried(Buffer.from(letters.slice(0, BLOCK).toLowerCase(), 'ascii'), [{ name: 'sm4-key-lower-case' }]),
    ...tried(Buffer.from(letters.slice(0, 2 * BLOCK), 'hex'), [{ name: 'sm4-key-not-ascii' }]),
    ...tried(Buffer.from(appSecret, 'utf8').subarray(0, BLOCK), [{ name: 'sm4-key-is-secret' }]),
    ...tried(Buffer.from(appId, 'utf8').subarray(0, BLOCK), [{ name: 'sm4-key-is-app-id' }]),
    ...others.flatMap((other) => tried(
      Buffer.from(lettersOf(other.appId, other.appSecret).slice(0, BLOCK), 'ascii'), [{ name: 'sm4-key-of-another', detail: other.name }],
    )),
  ];
}

const tried = (bytes: Buffer, found: readonly Found[]): TriedKey[] => (bytes.length === BLOCK ? [{ key: createSecretKey(bytes), found }] : []);

/** The letters of which the key is a part; none for an appId that is too short. */
const lettersOf = (appId: string, appSecret: string): string => (Buffer.byteLength(appId, 'utf8') < BLOCK ? '' : transportLetters(appId, appSecret));
