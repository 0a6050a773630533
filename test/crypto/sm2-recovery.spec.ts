import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { digestModN, digestSigned, isEcdsaOnSm2Curve } from '../../src/crypto/sm2-recovery.js';
import { generateSm2KeyPair, parseSm2PublicKey } from '../../src/crypto/sm2.js';
import { nativeSm2 } from '../../src/crypto/sm2-native.js';
import { signatureFromDer } from '../../src/crypto/sm2-signature.js';
import { sm3 } from '../../src/crypto/sm3.js';

it('gives the digest over which a signature was made, for any key and message, and another for any other key', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (message) => {
    const [{ privateKey, publicKey }, other] = [generateSm2KeyPair(), generateSm2KeyPair()];
    const signature = nativeSm2.sign(privateKey, message);
    const signed = digestModN(sm3(publicKey.z, message));
    expect(digestSigned(publicKey, signature)).toEqual(signed);
    expect(digestSigned(other.publicKey, signature)).not.toEqual(digestModN(sm3(other.publicKey.z, message)));
  }), { numRuns: 40 });
});

it('knows nothing of a signature whose r and s add up to n', () => {
  const { publicKey } = generateSm2KeyPair();
  const n = 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123';
  const s = (BigInt(`0x${n}`) - 5n).toString(16).padStart(64, '0');
  expect(digestSigned(publicKey, Buffer.from('5'.padStart(64, '0') + s, 'hex'))).toBeUndefined();
});

it('tells ECDSA on the curve of SM2 from SM2', () => {
  // A key fresh from the generator signs ECDSA, whatever the curve is called.
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'SM2' });
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const key = parseSm2PublicKey(spki.subarray(spki.length - 65));
  const message = Buffer.from('医保电子凭证', 'utf8');
  const raw = signatureFromDer(createSign('sha256').update(message).sign(privateKey));
  const digest = createHash('sha256').update(message).digest();
  expect(raw && isEcdsaOnSm2Curve(key, digest, raw)).toBe(true);
  expect(raw && isEcdsaOnSm2Curve(key, sm3(message), raw)).toBe(false);
  const own = generateSm2KeyPair();
  expect(isEcdsaOnSm2Curve(own.publicKey, sm3(own.publicKey.z, message), nativeSm2.sign(own.privateKey, message))).toBe(false);
});
