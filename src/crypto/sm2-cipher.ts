import smCrypto from 'sm-crypto';
import { isOnCurve } from './sm2-curve.js';
import type { Sm2PrivateKey, Sm2PublicKey } from './sm2-keys.js';

const C1C3C2 = 1;
const C1 = 64;
const C3 = 32;

/** A cipher text that does not decrypt under this key, or a message that cannot be encrypted. */
export class Sm2CipherError extends Error {
  override readonly name = 'Sm2CipherError';
}

/**
 * SM2 public-key encryption (GB/T 32918.4-2016 clause 6.1): 04 ‖ C1 (64) ‖ C3 (32) ‖ C2 (as long as the message), WITH the
 * 04 in front, as the standard writes it and BouncyCastle and GmSSL expect it. Made for short secrets, not for messages:
 * sm-crypto takes some 20 ms, since Node cannot do it (`publicEncrypt` knows RSA only). `plain` has at least one byte.
 */
export function sm2Encrypt(publicKey: Sm2PublicKey, plain: Uint8Array): Buffer {
  if (plain.length === 0) throw new Sm2CipherError('SM2 cannot encrypt an empty message.');
  const point = publicKey.point.toString('hex');
  let cipher: Buffer;
  do {
    cipher = Buffer.from(`04${smCrypto.sm2.doEncrypt([...plain], point, C1C3C2)}`, 'hex');
    // Step A5: an all-zero key stream would leave the message readable. sm-crypto does not look; one byte in 256 needs it.
  } while (cipher.subarray(1 + C1 + C3).equals(plain));
  return cipher;
}

/**
 * Reverse of {@link sm2Encrypt} (clause 7.1); takes the cipher text with and without the 04 in front. Throws
 * {@link Sm2CipherError} for everything that was not encrypted for this key or was altered.
 */
export function sm2Decrypt(privateKey: Sm2PrivateKey, cipher: Uint8Array): Buffer {
  const body = withoutPrefix(cipher);
  if (body.length <= C1 + C3 || !isOnCurve(body.subarray(0, C1))) throw undecryptable();
  const options = { output: 'array' as const };
  const scalar = privateKey.scalar.toString('hex');
  // The published types say string; with output 'array' it is an array of bytes, empty when C3 does not match.
  const bytes: unknown = smCrypto.sm2.doDecrypt(body.toString('hex'), scalar, C1C3C2, options);
  const plain = Buffer.from(bytes as number[]);
  // An untouched C2 means an all-zero key stream, which step B4 refuses.
  if (plain.length === 0 || plain.equals(body.subarray(C1 + C3))) throw undecryptable();
  return plain;
}

/** X may begin with 04 by chance, so the byte counts as prefix only if a point of the curve follows it. */
function withoutPrefix(cipher: Uint8Array): Buffer {
  const bytes = Buffer.from(cipher.buffer, cipher.byteOffset, cipher.length);
  return bytes[0] === 0x04 && isOnCurve(bytes.subarray(1, 1 + C1)) ? bytes.subarray(1) : bytes;
}

function undecryptable(): Sm2CipherError {
  return new Sm2CipherError('The SM2 cipher text was altered or was not encrypted for this key.');
}
