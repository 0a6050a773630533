import { randomBytes, randomInt } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { sm2 } from 'sm-crypto';
import { generateSm2KeyPair, type Sm2Engine, type Sm2PrivateKey } from '../../src/crypto/sm2.js';
import { nativeSm2 } from '../../src/crypto/sm2-native.js';
import { referenceSm2 } from '../../src/crypto/sm2-reference.js';
import { parseSm2Signature, signatureFromDer, signatureToDer } from '../../src/crypto/sm2-signature.js';

/**
 * Two implementations without a common line must agree. sm-crypto makes some 100 signatures and 60 verifications a second,
 * so this spec takes half a minute on a quiet machine and stands alone; the limit leaves room for a busy one. More on demand (docs/testing.md).
 */
const RUNS = Number(process.env.SM2_RUNS ?? 1000);
const LIMIT = Math.max(300_000, RUNS * 300);
const WANTED = 5;

describe(`${RUNS} random keys and messages`, () => {
  it('signed natively, verify by the reference', () => {
    expect(disagreements(nativeSm2, referenceSm2)).toEqual([]);
  }, LIMIT);

  it('signed by the reference, verify natively', () => {
    expect(disagreements(referenceSm2, nativeSm2)).toEqual([]);
  }, LIMIT);
});

describe('signatures with leading zero bytes', () => {
  const { privateKey, publicKey } = generateSm2KeyPair();
  const message = Buffer.from('one half is short');
  let zeroInR: Buffer[];
  let zeroInS: Buffer[];

  beforeAll(() => {
    // One signature in 256 has such an r, one in 256 such an s: some 1,300 are made for five of each.
    [zeroInR, zeroInS] = [collect(privateKey, message, 0), collect(privateKey, message, 32)];
  }, LIMIT);

  it('are in the sample, at least five of each half', () => {
    expect(zeroInR.filter((raw) => raw[0] === 0)).toHaveLength(WANTED);
    expect(zeroInS.filter((raw) => raw[32] === 0)).toHaveLength(WANTED);
  });

  it('are padded in the raw form, shorter in DER, and verify by both engines', () => {
    for (const raw of [...zeroInR, ...zeroInS]) {
      const der = signatureToDer(raw);
      expect(der.length).toBeLessThanOrEqual(71);
      expect(signatureFromDer(der)).toEqual(raw);
      expect(parseSm2Signature(der)).toEqual(raw);
      expect(nativeSm2.verify(publicKey, message, raw)).toBe(true);
      expect(referenceSm2.verify(publicKey, message, raw)).toBe(true);
      expect(sm2.doVerifySignature([...message], der.toString('hex'), publicKey.point.toString('hex'), { der: true })).toBe(true);
    }
  });

  it('do not verify when the padding is left out, nor when it stands on the wrong side', () => {
    for (const raw of zeroInR) {
      expect(nativeSm2.verify(publicKey, message, raw.subarray(1))).toBe(false);
      expect(parseSm2Signature(raw.subarray(1))).toBeUndefined();
      const misplaced = Buffer.concat([raw.subarray(1, 32), Buffer.alloc(1), raw.subarray(32)]);
      expect(nativeSm2.verify(publicKey, message, misplaced)).toBe(false);
    }
  });
});

/** Signs with one engine, verifies with the other, and asks the native engine about an altered message; names every surprise. */
function disagreements(signer: Sm2Engine, verifier: Sm2Engine): string[] {
  const found: string[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const { privateKey, publicKey } = generateSm2KeyPair();
    const message = randomBytes(randomInt(0, 300));
    const signature = signer.sign(privateKey, message);
    const altered = Buffer.concat([message, Buffer.alloc(1)]);
    const agreed = verifier.verify(publicKey, message, signature) && !nativeSm2.verify(publicKey, altered, signature);
    const same = signatureFromDer(signatureToDer(signature))?.equals(signature);
    if (!agreed || !same) found.push([privateKey.scalar, message, signature].map((bytes) => bytes.toString('hex')).join(' '));
  }
  return found;
}

function collect(key: Sm2PrivateKey, message: Buffer, at: 0 | 32): Buffer[] {
  const found: Buffer[] = [];
  while (found.length < WANTED) {
    const raw = nativeSm2.sign(key, message);
    if (raw[at] === 0) found.push(raw);
  }
  return found;
}
