import { isBetweenZeroAnd, SM2_N } from './sm2-curve.js';

/**
 * Two spellings of an SM2 signature (r, s): raw r‖s, 64 bytes, each half left-padded to 32 (ours on the wire), and DER
 * SEQUENCE { INTEGER r, INTEGER s } (GB/T 35276, and OpenSSL's only spelling: it ignores `dsaEncoding` for SM2).
 */
const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** DER of raw r‖s. The values are not judged; throws RangeError when there are not 64 bytes. */
export function signatureToDer(raw: Uint8Array): Buffer {
  if (raw.length !== 64) throw new RangeError(`A raw SM2 signature has 64 bytes, not ${raw.length}.`);
  const r = derInteger(raw.subarray(0, 32));
  const s = derInteger(raw.subarray(32));
  return Buffer.concat([Buffer.of(SEQUENCE, r.length + s.length), r, s]);
}

/**
 * Raw r‖s of a strict DER signature; undefined for anything that is not the one correct encoding of two positive integers
 * of at most 32 bytes: long-form or wrong lengths, needless leading zeros, negative numbers, zero, trailing bytes.
 */
export function signatureFromDer(der: Uint8Array): Buffer | undefined {
  if (der.length < 8 || der[0] !== SEQUENCE || der[1] !== der.length - 2) return undefined;
  const r = readInteger(der, 2);
  const s = r && readInteger(der, r.end);
  if (!s || s.end !== der.length) return undefined;
  return Buffer.concat([r.value, s.value]);
}

/**
 * Reads either spelling and checks 1 ≤ r, s ≤ n − 1 (GB/T 32918.2 clause 7.1, B1 and B2). Result: raw r‖s, or undefined.
 * 64 bytes are always taken as raw; a DER signature of just that length needs r and s to be 6 bytes short together, which
 * happens once in 2⁴⁰ signatures or less.
 */
export function parseSm2Signature(bytes: Uint8Array): Buffer | undefined {
  const raw = bytes.length === 64 ? Buffer.from(bytes) : signatureFromDer(bytes);
  return raw && inRange(raw) ? raw : undefined;
}

function inRange(raw: Buffer): boolean {
  return isBetweenZeroAnd(SM2_N, raw.subarray(0, 32)) && isBetweenZeroAnd(SM2_N, raw.subarray(32));
}

/** TLV of an unsigned 32-byte number: shortest form, one zero byte in front when the top bit is set. */
function derInteger(value: Uint8Array): Buffer {
  let start = 0;
  while (start < 31 && value[start] === 0) start += 1;
  const sign = value[start] >= 0x80 ? [0] : [];
  return Buffer.from([INTEGER, sign.length + 32 - start, ...sign, ...value.subarray(start)]);
}

function readInteger(der: Uint8Array, at: number): { value: Buffer; end: number } | undefined {
  const end = at + 2 + (der[at + 1] ?? 0);
  if (der[at] !== INTEGER || end > der.length) return undefined;
  const magnitude = positiveMagnitude(der.subarray(at + 2, end));
  if (!magnitude) return undefined;
  const value = Buffer.alloc(32);
  value.set(magnitude, 32 - magnitude.length);
  return { value, end };
}

/** The content of a minimal, positive INTEGER without its sign byte, if it fits 32 bytes. */
function positiveMagnitude(content: Uint8Array): Uint8Array | undefined {
  const first = content[0];
  if (first === undefined || first >= 0x80) return undefined;
  if (first > 0) return content.length <= 32 ? content : undefined;
  const needed = content.length > 1 && content[1] >= 0x80;
  return needed && content.length <= 33 ? content.subarray(1) : undefined;
}
