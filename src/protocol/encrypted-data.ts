import { hasPointPrefix, Sm2CipherError, sm2Decrypt, sm2Encrypt } from '../crypto/sm2-cipher.js';
import { Sm4Error, sm4EcbDecrypt, sm4EcbEncrypt } from '../crypto/sm4.js';
import { canonicalJson } from './signing-string.js';
import type { CanonicalForm } from './canonical-form.js';
import { membersIn, textIn, type EncType } from './envelope.js';
import type { KeyRing } from './key-ring.js';
import { writeLexicalJson, type LexicalObject } from './lexical-json.js';
import { Refusal } from './refusal.js';

/** How `encData` is written: what the standard leaves open of it. INT-113 */
export interface EncDataSpelling {
  /** The text inside: every member in its own order, or the JSON that is signed. */
  readonly text: 'whole' | 'signed';
  readonly nonAscii: 'utf8' | 'escaped';
  /** Of SM2 cipher text C1‖C3‖C2: whether the 04 of the point C1 stands in front. */
  readonly point: '04' | 'bare';
}

export const plainSpelling: EncDataSpelling = { text: 'whole', nonAscii: 'utf8', point: '04' };

/** The data of a message; where it came encrypted, the text it was, or why it does not open. */
export interface ReadData {
  readonly data: LexicalObject | undefined;
  readonly text?: string;
  readonly fault?: string;
}

type Carrier = { readonly data: LexicalObject | undefined; readonly encData: string | undefined; readonly encType: EncType };

/** Opens `encData` where it stands. Never throws for what stands in it: the fault is for those who may know (INT-24). */
export function readData({ data, encData, encType }: Carrier, keys: KeyRing): ReadData {
  if (encData === undefined) return { data };
  try {
    const text = textIn(decrypted(bytesOfHex(encData), encType, keys));
    return { data: membersIn(text), text };
  } catch (error) {
    if (error instanceof CipherTextError || error instanceof Sm4Error || error instanceof Sm2CipherError || error instanceof Refusal) {
      return { data: undefined, fault: `encData does not open: ${error.message}` };
    }
    throw error;
  }
}

/** `encData`: upper-case hexadecimal digits. `form` is the one that is signed. */
export function writeEncData(data: LexicalObject, keys: KeyRing, encType: 'SM4' | 'SM2', spelling: EncDataSpelling, form: CanonicalForm): string {
  const json = spelling.text === 'signed' ? canonicalJson(data, form) : writeLexicalJson(data);
  const plain = Buffer.from(spelling.nonAscii === 'escaped' ? escaped(json) : json, 'utf8');
  return encrypted(plain, keys, encType, spelling).toString('hex').toUpperCase();
}

/** Fewer members than these stand in the order of signing too often by chance. */
const TELLING_MEMBERS = 4;

/** How the sender of this `encData` writes it, as far as it shows. */
export function spellingOf(encData: string, encType: EncType, { data, text = '' }: ReadData, form: CanonicalForm): EncDataSpelling {
  const nonAscii = ESCAPED.test(text) && !NON_ASCII.test(text) ? 'escaped' : 'utf8';
  return {
    text: data !== undefined && isSigned(text, data, nonAscii, form) ? 'signed' : 'whole', nonAscii,
    point: encType === 'SM2' && !hasPointPrefix(Buffer.from(encData, 'hex')) ? 'bare' : '04',
  };
}

function isSigned(text: string, data: LexicalObject, nonAscii: EncDataSpelling['nonAscii'], form: CanonicalForm): boolean {
  if (Object.keys(data).length < TELLING_MEMBERS) return false;
  const signed = canonicalJson(data, form);
  // The digits of an escape come in either case.
  return nonAscii === 'utf8' ? text === signed : text.toLowerCase() === escaped(signed).toLowerCase();
}

class CipherTextError extends Error {}

function decrypted(cipher: Buffer, encType: EncType, keys: KeyRing): Buffer {
  return encType === 'SM2' ? sm2Decrypt(keys.signWith, cipher) : sm4EcbDecrypt(keys.transportKey, cipher);
}

function encrypted(plain: Buffer, keys: KeyRing, encType: 'SM4' | 'SM2', { point }: EncDataSpelling): Buffer {
  if (encType === 'SM4') return sm4EcbEncrypt(keys.transportKey, plain);
  const cipher = sm2Encrypt(keys.verifyWith, plain);
  return point === '04' ? cipher : cipher.subarray(1);
}

/** Node stops reading at the first character that is no hex digit, and says nothing. */
function bytesOfHex(text: string): Buffer {
  const bytes = Buffer.from(text, 'hex');
  if (bytes.length * 2 !== text.length) throw new CipherTextError('The cipher text is not written in hex.');
  return bytes;
}

// oxlint-disable-next-line no-control-regex -- the ASCII range is meant
const NON_ASCII = /[^\x00-\x7f]/;
const EACH_NON_ASCII = new RegExp(NON_ASCII, 'g');
const ESCAPED = /\\u(?!00[0-7])[0-9a-f]{4}/i;

/** In JSON, what is not ASCII stands inside texts only. */
const escaped = (json: string): string => json.replace(EACH_NON_ASCII, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
