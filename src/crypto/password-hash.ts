import { scrypt, type ScryptOptions } from 'node:crypto';
import { equalBytes } from './equal.js';
import { randomBytesOf } from './random.js';

/**
 * Passwords at rest: scrypt (RFC 7914), asynchronous only, because one hash takes some 100 ms and must not hold up the
 * event loop. Stored as `$scrypt$ln=15,r=8,p=1$<salt>$<hash>` (Base64 without padding), so that the cost can be raised
 * later without losing the old hashes. The password is brought to Unicode NFKC first: two keyboards that compose the
 * same character differently must both get in.
 */
/** Base-2 logarithm of N where nobody says otherwise. */
export const USUAL_HASH_COST = 15;
const [R, P] = [8, 1];
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const LARGEST_MEMORY = 128 * 1024 * 1024;
const SHAPE = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

interface Cost {
  /** Base-2 logarithm of N. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

interface StoredHash {
  readonly cost: Cost;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** Hashes a password with a fresh 16-byte salt; the result is never the same twice. `ln`: base-2 logarithm of N, at most 16. */
export async function hashPassword(password: string, ln: number = USUAL_HASH_COST): Promise<string> {
  const salt = randomBytesOf(SALT_BYTES);
  const hash = await derive(password, salt, HASH_BYTES, { ln, r: R, p: P });
  return `$scrypt$ln=${ln},r=${R},p=${P}$${unpadded(salt)}$${unpadded(hash)}`;
}

/**
 * Is this the password that was stored? Uses the cost written in `stored` and compares in constant time. False for a
 * stored text that is not of our shape or asks for more than 128 MiB.
 */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const known = parseStored(stored);
  if (!known) return false;
  return equalBytes(await derive(password, known.salt, known.hash.length, known.cost), known.hash);
}

function parseStored(stored: string): StoredHash | undefined {
  const match = SHAPE.exec(stored);
  if (!match) return undefined;
  const [ln, r, p] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (ln < 1 || r < 1 || p < 1 || p > 16 || memoryOf({ ln, r, p }) > LARGEST_MEMORY) return undefined;
  return { cost: { ln, r, p }, salt: Buffer.from(match[4], 'base64'), hash: Buffer.from(match[5], 'base64') };
}

function derive(password: string, salt: Buffer, length: number, cost: Cost): Promise<Buffer> {
  // Node's default maxmem is exactly what N = 2^15, r = 8 needs without its overhead, and so refuses it.
  const options: ScryptOptions = { N: 2 ** cost.ln, r: cost.r, p: cost.p, maxmem: 2 * memoryOf(cost) };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** What scrypt allocates, in bytes: 128·r·(N + p), RFC 7914 clause 6. */
function memoryOf({ ln, r, p }: Cost): number {
  return 128 * r * (2 ** ln + p);
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
