import { randomFillSync } from 'node:crypto';

const POOL_SIZE = 4096;
const LARGEST_FROM_POOL = 256;

const pool = Buffer.alloc(POOL_SIZE);
let used = POOL_SIZE;

/**
 * `n` random bytes from the operating system's generator through OpenSSL. Small requests are served from a pool
 * (one call of the generator per 4096 bytes, a tenth of the cost); handed-out bytes are wiped from it.
 */
export function randomBytesOf(n: number): Buffer {
  requireCount(n);
  return n > LARGEST_FROM_POOL ? randomFillSync(Buffer.alloc(n)) : takeFromPool(n);
}

function takeFromPool(n: number): Buffer {
  if (used + n > POOL_SIZE) {
    randomFillSync(pool);
    used = 0;
  }
  const taken = Buffer.from(pool.subarray(used, used + n));
  pool.fill(0, used, used + n);
  used += n;
  return taken;
}

/** `n` decimal digits, each of the ten equally likely, leading zeros included. */
export function randomDigits(n: number): string {
  return randomText('0123456789', n);
}

/**
 * `n` characters drawn from `alphabet` (1 to 256 different characters), each equally likely: bytes that would favour
 * the first characters are thrown away (rejection sampling) instead of being reduced by a remainder.
 */
export function randomText(alphabet: string, n: number): string {
  requireCount(n);
  const characters = differentCharacters(alphabet);
  const limit = 256 - (256 % characters.length);
  let text = '';
  for (let count = 0; count < n; ) {
    for (const byte of randomBytesOf(n - count)) {
      if (byte >= limit) continue;
      text += characters[byte % characters.length];
      count += 1;
    }
  }
  return text;
}

function differentCharacters(alphabet: string): string[] {
  const characters = [...alphabet];
  const different = new Set(characters).size === characters.length;
  if (!different || characters.length < 1 || characters.length > 256) {
    throw new RangeError('An alphabet has 1 to 256 different characters.');
  }
  return characters;
}

function requireCount(n: number): void {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`Cannot draw ${n} random values.`);
}
