import { createECDH } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sm2 } from 'sm-crypto';
import { generateSm2KeyPair, parseSm2PrivateKey, parseSm2PublicKey } from '../../src/crypto/sm2.js';
import { nativeSm2 } from '../../src/crypto/sm2-native.js';
import { referenceSm2 } from '../../src/crypto/sm2-reference.js';
import { signatureToDer } from '../../src/crypto/sm2-signature.js';
import { WasmSm2 } from '../../src/crypto/sm2-wasm.js';
import { sm3 } from '../../src/crypto/sm3.js';
import { type Because, hex, loadVectors } from './load-vectors.js';

interface Vectors {
  privateKey: string; publicKey: string; n: string; message: string; z: string; e: string; k: string; signature: string;
  refused: (Because & { signature: string })[];
  wrongIdentity: { identity: string; signature: string }[];
}
const vectors = loadVectors<Vectors>('sm2-signature');
const privateKey = parseSm2PrivateKey(hex(vectors.privateKey));
const publicKey = parseSm2PublicKey(hex(vectors.publicKey));
const message = Buffer.from(vectors.message);
const published = hex(vectors.signature);

const engines = [
  { name: 'native', engine: nativeSm2, runs: 2000 },
  { name: 'wasm', engine: new WasmSm2({ usesBeforeTable: 1 }), runs: 10_000 },
  { name: 'reference', engine: referenceSm2, runs: 40 },
];

describe('the published example of GB/T 32918.5', () => {
  it('has our Z, our e = SM3(Z ‖ M), and r = e + x1 of k·G', () => {
    expect(publicKey.z.toString('hex')).toBe(vectors.z);
    expect(sm3(publicKey.z, message).toString('hex')).toBe(vectors.e);
    const n = BigInt(`0x${vectors.n}`);
    const ephemeral = createECDH('SM2');
    ephemeral.setPrivateKey(vectors.k, 'hex');
    const x1 = BigInt(`0x${ephemeral.getPublicKey('hex').slice(2, 66)}`);
    expect((BigInt(`0x${vectors.e}`) + x1) % n).toBe(BigInt(`0x${vectors.signature.slice(0, 64)}`));
  });
});

describe.each(engines)('SM2 by the $name engine', ({ engine, runs }) => {
  it('verifies the published signature', () => {
    expect(engine.verify(publicKey, message, published)).toBe(true);
    expect(engine.verify(privateKey.publicKey, message, new Uint8Array(published))).toBe(true);
  });

  it('signs 64 bytes, never the same twice, and verifies them', () => {
    const [first, second] = [engine.sign(privateKey, message), engine.sign(privateKey, message)];
    expect(first).toHaveLength(64);
    expect(second.equals(first)).toBe(false);
    expect(engine.verify(publicKey, message, first)).toBe(true);
    expect(engine.verify(publicKey, message, second)).toBe(true);
  });

  it('signs the empty message and a long one', () => {
    for (const text of [Buffer.alloc(0), Buffer.alloc(100_000, 0x41)]) {
      const signature = engine.sign(privateKey, text);
      expect(nativeSm2.verify(publicKey, text, signature)).toBe(true);
      expect(referenceSm2.verify(publicKey, text, signature)).toBe(true);
    }
  });

  it.each(vectors.refused)('refuses $because', ({ signature }) => {
    expect(engine.verify(publicKey, message, hex(signature))).toBe(false);
  });

  it.each(vectors.wrongIdentity)('refuses a signature made under the identity "$identity"', ({ identity, signature }) => {
    const underThatIdentity = sm2.doVerifySignature([...message], signature, vectors.publicKey, { userId: identity });
    expect(underThatIdentity).toBe(true);
    expect(engine.verify(publicKey, message, hex(signature))).toBe(false);
  });

  it('refuses another message and another key', () => {
    expect(engine.verify(publicKey, Buffer.from('message digesu'), published)).toBe(false);
    expect(engine.verify(publicKey, Buffer.alloc(0), published)).toBe(false);
    expect(engine.verify(generateSm2KeyPair().publicKey, message, published)).toBe(false);
  });

  it('refuses the DER of a good signature, hex of it, and it cut or lengthened: an engine takes raw only', () => {
    const wrongForms = [signatureToDer(published), Buffer.from(vectors.signature), published.subarray(1), published.subarray(0, 63),
      Buffer.concat([published, Buffer.alloc(1)]), Buffer.concat([Buffer.alloc(1), published]), Buffer.alloc(0)];
    for (const form of wrongForms) expect(engine.verify(publicKey, message, form)).toBe(false);
  });

  it('is false, and never throws, for garbage of any length', () => {
    const extreme = fc.uint8Array({ minLength: 64, maxLength: 64 });
    fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), extreme), (garbage) => {
      expect(engine.verify(publicKey, message, garbage)).toBe(false);
    }), { numRuns: runs });
  });

  it('is false for a good signature with one byte changed', () => {
    fc.assert(fc.property(fc.nat(63), fc.integer({ min: 1, max: 255 }), (at, difference) => {
      const altered = Buffer.from(published);
      altered[at] ^= difference;
      expect(engine.verify(publicKey, message, altered)).toBe(false);
    }), { numRuns: Math.min(runs, 500) });
  });
});
