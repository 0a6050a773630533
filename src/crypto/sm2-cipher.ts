import { equalBytes } from './equal.js';
import { isOnCurve } from './sm2-curve.js';
import type { Sm2PrivateKey, Sm2PublicKey } from './sm2-keys.js';
import { freshMultiples, pointsWith } from './sm2-shared-point.js';
import { sm3 } from './sm3.js';

const PREFIX = 0x04;
const C1 = 64;
const C3 = 32;
const BLOCK = 32;

/** A cipher text that does not decrypt under this key, or a message that cannot be encrypted. */
export class Sm2CipherError extends Error {
  override readonly name = 'Sm2CipherError';
}

/**
 * SM2 public-key encryption (GB/T 32918.4-2016 clause 6.1): 04 ‖ C1 (64) ‖ C3 (32) ‖ C2 (as long as the message), WITH the
 * 04 in front, as the standard writes it and BouncyCastle and GmSSL expect it. A few milliseconds and another one for each
 * ten kilobytes: made for secrets and small messages. `plain` has at least one byte.
 */
export function sm2Encrypt(publicKey: Sm2PublicKey, plain: Uint8Array): Buffer {
  if (plain.length === 0) throw new Sm2CipherError('SM2 cannot encrypt an empty message.');
  for (;;) {
    const { ofBase: c1, ofPoint: shared } = freshMultiples(publicKey.point);
    const c2 = masked(plain, shared);
    // Step A5: an all-zero key stream would leave the message readable; a message of one byte meets it once in 256 times.
    if (c2 !== undefined) return Buffer.concat([c1, checkValue(shared, plain), c2]);
  }
}

/**
 * Reverse of {@link sm2Encrypt} (clause 7.1); takes the cipher text with and without the 04 in front. Throws
 * {@link Sm2CipherError} for everything that was not encrypted for this key or was altered.
 */
export function sm2Decrypt(privateKey: Sm2PrivateKey, cipher: Uint8Array): Buffer {
  const body = hasPointPrefix(cipher) ? cipher.subarray(1) : cipher;
  const c1 = body.subarray(0, C1);
  if (body.length <= C1 + C3 || !isOnCurve(c1)) throw undecryptable();
  const c3 = body.subarray(C1, C1 + C3);
  const c2 = body.subarray(C1 + C3);
  for (const shared of pointsWith(privateKey.multipleX(c1))) {
    // Step B4 refuses an all-zero key stream.
    const plain = masked(c2, shared);
    if (plain !== undefined && equalBytes(checkValue(shared, plain), c3)) return plain;
  }
  throw undecryptable();
}

/** Does the cipher text begin with 04? X may begin with it by chance, so it counts only if a point of the curve follows it. */
export function hasPointPrefix(cipher: Uint8Array): boolean {
  return cipher[0] === PREFIX && isOnCurve(cipher.subarray(1, 1 + C1));
}

/** C3 = SM3(x2 ‖ M ‖ y2). */
function checkValue(shared: Buffer, plain: Uint8Array): Buffer {
  return sm3(shared.subarray(0, BLOCK), plain, shared.subarray(BLOCK));
}

/** The text under the key stream of clause 5.4.3, SM3(x2 ‖ y2 ‖ counter) block by block; undefined where that is zero throughout. */
function masked(text: Uint8Array, shared: Buffer): Buffer | undefined {
  const result = Buffer.from(text);
  const counter = Buffer.alloc(4);
  let some = 0;
  for (let start = 0; start < result.length; start += BLOCK) {
    counter.writeUInt32BE(start / BLOCK + 1);
    const stream = sm3(shared, counter);
    const end = Math.min(start + BLOCK, result.length);
    for (let at = start; at < end; at += 1) {
      some |= stream[at - start];
      result[at] ^= stream[at - start];
    }
  }
  return some === 0 ? undefined : result;
}

function undecryptable(): Sm2CipherError {
  return new Sm2CipherError('The SM2 cipher text was altered or was not encrypted for this key.');
}
