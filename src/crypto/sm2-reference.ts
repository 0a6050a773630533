import smCrypto from 'sm-crypto';
import type { Sm2PrivateKey, Sm2PublicKey } from './sm2-keys.js';
import { parseSm2Signature } from './sm2-signature.js';
import type { Sm2Engine } from './sm2.js';

/**
 * SM2 on sm-crypto: a second implementation that shares no code with OpenSSL, neither the curve nor SM3 nor Z. It is there
 * to be compared with. Do not sign production messages with it: it is 25 to 50 times slower, its arithmetic takes a time
 * that depends on the private key, and its nonces come from an RC4 stream that is seeded once.
 */
export const referenceSm2: Sm2Engine = {
  sign(key: Sm2PrivateKey, message: Uint8Array): Buffer {
    const options = { hash: true, publicKey: key.publicKey.point.toString('hex') };
    return Buffer.from(smCrypto.sm2.doSignature([...message], key.scalar.toString('hex'), options), 'hex');
  },

  verify(key: Sm2PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
    if (signature.length !== 64) return false;
    const raw = parseSm2Signature(signature);
    return raw !== undefined && verified(key, message, raw);
  },
};

function verified(key: Sm2PublicKey, message: Uint8Array, raw: Buffer): boolean {
  const point = key.point.toString('hex');
  try {
    return smCrypto.sm2.doVerifySignature([...message], raw.toString('hex'), point, { hash: true });
  } catch {
    // sm-crypto reads coordinates from the point at infinity when s·G + t·P comes out as infinity (a nonce of zero).
    return false;
  }
}
