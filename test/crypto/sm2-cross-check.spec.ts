import { createVerify, randomBytes, randomInt } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { sm2 } from 'sm-crypto';
import { SM2_N } from '../../src/crypto/sm2-curve.js';
import { generateSm2KeyPair, type Sm2Engine, type Sm2PrivateKey } from '../../src/crypto/sm2.js';
import { nativeSm2 } from '../../src/crypto/sm2-native.js';
import { referenceSm2 } from '../../src/crypto/sm2-reference.js';
import { parseSm2Signature, signatureFromDer, signatureToDer } from '../../src/crypto/sm2-signature.js';
import { WasmSm2 } from '../../src/crypto/sm2-wasm.js';

/**
 * Three implementations without a common line must agree: OpenSSL's, the WebAssembly kernel, and sm-crypto. The first two do a
 * thousand cases a second between them; sm-crypto some 100 signatures and 60 verifications. More on demand (docs/testing.md).
 */
const RUNS = Number(process.env.SM2_RUNS ?? 10_000);
const REFERENCE_RUNS = Number(process.env.SM2_REFERENCE_RUNS ?? 100);
const LIMIT = 300_000 + RUNS * 10 + REFERENCE_RUNS * 300;
/** A fresh key costs both engines more than a signature. */
const CASES_PER_KEY = 20;
const WANTED = 5;
const N = BigInt(`0x${SM2_N.toString('hex')}`);

/** A table at the first use, so that it is always the kernel that verifies. */
const wasmSm2 = new WasmSm2({ usesBeforeTable: 1 });

interface Case { readonly key: Sm2PrivateKey; readonly message: Buffer; readonly signature: Buffer }

describe(`${RUNS} random messages under ${Math.ceil(RUNS / CASES_PER_KEY)} random keys`, () => {
  it('have one verdict by OpenSSL and the kernel, signed by either, and altered in any way', () => {
    const differences: string[] = [];
    const accepted = { good: 0, altered: 0 };
    for (const [at, one] of cases(RUNS, [nativeSm2, wasmSm2])) {
      const altered = alterations[at % alterations.length](one);
      const [good, bad] = [one, altered].map((each) => verdicts([nativeSm2, wasmSm2], each));
      accepted.good += good[0] ? 1 : 0;
      accepted.altered += bad[0] ? 1 : 0;
      if (good[0] !== good[1]) differences.push(told(one));
      if (bad[0] !== bad[1]) differences.push(told(altered));
    }
    expect(differences).toEqual([]);
    expect(accepted).toEqual({ good: RUNS, altered: 0 });
  }, LIMIT);

  it('have one verdict by OpenSSL and by us in DER with one bit changed', () => {
    const differences: string[] = [];
    for (const [, one] of cases(Math.ceil(RUNS / 5), [wasmSm2])) {
      const der = flipBit(signatureToDer(one.signature));
      const raw = parseSm2Signature(der);
      const ours = raw !== undefined && wasmSm2.verify(one.key.publicKey, one.message, raw);
      const { z, keyObject } = one.key.publicKey;
      if (createVerify('sm3').update(z).update(one.message).verify(keyObject, der) !== ours) differences.push(told({ ...one, signature: der }));
    }
    expect(differences).toEqual([]);
  }, LIMIT);
});

describe(`${REFERENCE_RUNS} random messages and sm-crypto`, () => {
  it('signed by the kernel and by OpenSSL, verify by the reference, and altered do not', () => {
    for (const [at, one] of cases(REFERENCE_RUNS, [nativeSm2, wasmSm2])) {
      const altered = alterations[at % alterations.length](one);
      expect([verdicts([referenceSm2], one), told(one)]).toEqual([[true], told(one)]);
      expect([verdicts([referenceSm2], altered), told(altered)]).toEqual([[false], told(altered)]);
    }
  }, LIMIT);

  it('signed by the reference, verify by the kernel and by OpenSSL', () => {
    for (const [, one] of cases(REFERENCE_RUNS, [referenceSm2])) {
      expect([verdicts([nativeSm2, wasmSm2], one), told(one)]).toEqual([[true, true], told(one)]);
    }
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
      expect(wasmSm2.verify(publicKey, message, raw)).toBe(true);
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
      expect(wasmSm2.verify(publicKey, message, misplaced)).toBe(false);
    }
  });
});

/** Numbered cases, signed by the engines in turn. */
function* cases(count: number, signers: readonly Sm2Engine[]): Generator<[number, Case]> {
  let key = generateSm2KeyPair().privateKey;
  for (let at = 0; at < count; at += 1) {
    if (at % CASES_PER_KEY === 0) key = generateSm2KeyPair().privateKey;
    const message = randomBytes(randomInt(0, 300));
    yield [at, { key, message, signature: signers[at % signers.length].sign(key, message) }];
  }
}

const verdicts = (engines: readonly Sm2Engine[], { key, message, signature }: Case): boolean[] => (
  engines.map((engine) => engine.verify(key.publicKey, message, signature))
);

/** What must not verify any more. */
const alterations: readonly ((one: Case) => Case)[] = [
  (one) => ({ ...one, signature: flipBit(one.signature) }),
  (one) => ({ ...one, message: Buffer.concat([one.message, Buffer.alloc(1)]) }),
  (one) => ({ ...one, message: Buffer.concat([Buffer.alloc(1), one.message]) }),
  (one) => ({ ...one, key: generateSm2KeyPair().privateKey }),
  (one) => withHalves(one, (r, s) => [s, r]),
  (one) => withHalves(one, (r, s) => [r, N - s]),
  (one) => withHalves(one, (r, s) => [N - r, s]),
  (one) => withHalves(one, (r, s) => [(r + 1n) % N, (s + N - 1n) % N]),
  (one) => withHalves(one, (r) => [r, N - r]),
  (one) => withHalves(one, (r, s) => [r, s + N]),
  (one) => withHalves(one, (r) => [r, 0n]),
  (one) => withHalves(one, (_, s) => [0n, s]),
  (one) => ({ ...one, signature: randomBytes(64) }),
];

/** Halves that do not fit 32 bytes lose what is above. */
function withHalves(one: Case, change: (r: bigint, s: bigint) => [bigint, bigint]): Case {
  const [r, s] = [one.signature.subarray(0, 32), one.signature.subarray(32)].map((half) => BigInt(`0x${half.toString('hex')}`));
  const halves = change(r, s).map((half) => half.toString(16).padStart(64, '0').slice(-64));
  return { ...one, signature: Buffer.from(halves.join(''), 'hex') };
}

function flipBit(bytes: Buffer): Buffer {
  const altered = Buffer.from(bytes);
  altered[randomInt(0, bytes.length)] ^= 1 << randomInt(0, 8);
  return altered;
}

/** Enough to repeat the case. */
function told({ key, message, signature }: Case): string {
  return [key.scalar, message, signature].map((bytes) => bytes.toString('hex')).join(' ');
}

function collect(key: Sm2PrivateKey, message: Buffer, at: 0 | 32): Buffer[] {
  const found: Buffer[] = [];
  while (found.length < WANTED) {
    const raw = wasmSm2.sign(key, message);
    if (raw[at] === 0) found.push(raw);
  }
  return found;
}
