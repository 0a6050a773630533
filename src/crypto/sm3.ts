import { createHash, createHmac, type KeyObject } from 'node:crypto';

/**
 * SM3 digest (GB/T 32905-2016) over the parts as if they were written one behind the other.
 * Strings are taken as UTF-8. Result: 32 bytes.
 */
export function sm3(...parts: (Uint8Array | string)[]): Buffer {
  return digestOf(createHash('sm3'), parts);
}

/** {@link sm3} as 64 lower-case hex characters. */
export function sm3Hex(...parts: (Uint8Array | string)[]): string {
  return sm3(...parts).toString('hex');
}

/**
 * HMAC with SM3 (GB/T 15852.2, algorithm 2; block 64 bytes) over the concatenated parts. Result: 32 bytes.
 * The key may have any length; prefer a KeyObject, which never prints its bytes.
 */
export function hmacSm3(key: KeyObject | Uint8Array, ...parts: (Uint8Array | string)[]): Buffer {
  return digestOf(createHmac('sm3', key), parts);
}

interface Absorber {
  update(data: Uint8Array | string): unknown;
  digest(): Buffer;
}

function digestOf(absorber: Absorber, parts: (Uint8Array | string)[]): Buffer {
  for (const part of parts) absorber.update(part);
  return absorber.digest();
}
