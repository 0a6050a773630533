import { createECDH } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sm2 } from 'sm-crypto';
import { hasPointPrefix, sm2Decrypt, sm2Encrypt, Sm2CipherError } from '../../src/crypto/sm2-cipher.js';
import { generateSm2KeyPair, parseSm2PrivateKey } from '../../src/crypto/sm2.js';
import { sm3 } from '../../src/crypto/sm3.js';
import { hex, loadVectors } from './load-vectors.js';

interface Vectors { privateKey: string; n: string; plain: string; k: string; c1: string; c3: string; c2: string }
const vectors = loadVectors<Vectors>('sm2-cipher');
const privateKey = parseSm2PrivateKey(hex(vectors.privateKey));
const published = hex(vectors.c1 + vectors.c3 + vectors.c2);

describe('SM2 public-key encryption (GB/T 32918.4)', () => {
  it('decrypts the published example, whose x begins with 04 itself, with and without the leading 04', () => {
    expect(sm2Decrypt(privateKey, published).toString()).toBe(vectors.plain);
    expect(sm2Decrypt(privateKey, published.subarray(1)).toString()).toBe(vectors.plain);
    expect(sm2Decrypt(privateKey, new Uint8Array(published)).toString()).toBe(vectors.plain);
  });

  it('decrypts what the steps of clause 6.1, written out, make of a chosen k', () => {
    expect(encryptStepByStep(hex(vectors.k), Buffer.from(vectors.plain))).toEqual(published);
    const cipher = encryptStepByStep(generateSm2KeyPair().privateKey.scalar, Buffer.from('step by step'));
    expect(sm2Decrypt(privateKey, cipher).toString()).toBe('step by step');
  });

  it('returns any message under any key; the cipher text is 97 bytes longer and begins with 04', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 150 }), (plain) => {
      const pair = generateSm2KeyPair();
      const cipher = sm2Encrypt(pair.publicKey, plain);
      expect(cipher).toHaveLength(97 + plain.length);
      expect(cipher[0]).toBe(0x04);
      expect(sm2Decrypt(pair.privateKey, cipher)).toEqual(Buffer.from(plain));
      expect(sm2Decrypt(pair.privateKey, cipher.subarray(1))).toEqual(Buffer.from(plain));
    }), { numRuns: 60 });
  });

  it('is that of sm-crypto, either way, over one key stream block and over many', () => {
    for (const length of [1, 31, 32, 33, 64, 1_000]) {
      const pair = generateSm2KeyPair();
      const plain = Buffer.alloc(length, '医保').fill(0x61, 0, 1);
      const ours = sm2Encrypt(pair.publicKey, plain).subarray(1).toString('hex');
      expect(Buffer.from(sm2.doDecrypt(ours, pair.privateKey.scalar.toString('hex'), 1, { output: 'array' }) as unknown as number[])).toEqual(plain);
      const theirs = sm2.doEncrypt([...plain], pair.publicKey.point.toString('hex'), 1);
      expect(sm2Decrypt(pair.privateKey, hex(theirs))).toEqual(plain);
      expect([hasPointPrefix(hex(theirs)), hasPointPrefix(hex(`04${theirs}`))]).toEqual([false, true]);
    }
  });

  // Without step A5 one of 256 would: 300 of them notice its absence in two runs of three.
  it('never makes a cipher text that shows the message', () => {
    for (let round = 0; round < 300; round += 1) {
      expect(sm2Encrypt(privateKey.publicKey, Buffer.of(0x41)).at(-1)).not.toBe(0x41);
    }
  });

  it('cannot encrypt nothing', () => {
    expect(() => sm2Encrypt(privateKey.publicKey, Buffer.alloc(0))).toThrow(Sm2CipherError);
  });
});

describe('an altered SM2 cipher text', () => {
  it('is refused at every byte', () => {
    for (let at = 0; at < published.length; at += 1) {
      const altered = Buffer.from(published);
      altered[at] ^= 0x01;
      expect(() => sm2Decrypt(privateKey, altered)).toThrow(Sm2CipherError);
    }
  });

  it('is refused at every length below its own, and lengthened', () => {
    for (let length = 0; length < published.length; length += 1) {
      expect(() => sm2Decrypt(privateKey, published.subarray(0, length))).toThrow(Sm2CipherError);
    }
    expect(() => sm2Decrypt(privateKey, Buffer.concat([published, Buffer.alloc(1)]))).toThrow(Sm2CipherError);
  });

  it('is refused under another key', () => {
    expect(() => sm2Decrypt(generateSm2KeyPair().privateKey, published)).toThrow(Sm2CipherError);
  });

  it('is refused when written C1 C2 C3', () => {
    expect(() => sm2Decrypt(privateKey, hex(vectors.c1 + vectors.c2 + vectors.c3))).toThrow(Sm2CipherError);
  });

  it('is refused when C1 is not a point of the curve', () => {
    for (const c1 of ['00'.repeat(64), 'ff'.repeat(64), `${vectors.c1.slice(2, -2)}f1`]) {
      expect(() => sm2Decrypt(privateKey, hex(c1 + vectors.c3 + vectors.c2))).toThrow(Sm2CipherError);
      expect(() => sm2Decrypt(privateKey, hex(`04${c1}${vectors.c3}${vectors.c2}`))).toThrow(Sm2CipherError);
    }
  });

  it('is refused when its key stream is all zero (step B4), though sm-crypto takes it', () => {
    const plain = Buffer.of(0x41);
    const clear = (): Buffer => encryptStepByStep(generateSm2KeyPair().privateKey.scalar, plain);
    let cipher = clear();
    while (cipher.at(-1) !== 0x41) cipher = clear();
    expect(sm2.doDecrypt(cipher.toString('hex').slice(2), vectors.privateKey, 1)).toBe('A');
    expect(() => sm2Decrypt(privateKey, cipher)).toThrow(Sm2CipherError);
  });

  it('is answered with Sm2CipherError whatever the garbage', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (garbage) => {
      expect(() => sm2Decrypt(privateKey, garbage)).toThrow(Sm2CipherError);
    }), { numRuns: 500 });
  });
});

/**
 * Clause 6.1 for messages of at most 32 bytes, without sm-crypto. The test knows d, so k·P is (k·d)·G, which OpenSSL gives
 * with both coordinates.
 */
function encryptStepByStep(k: Buffer, plain: Buffer): Buffer {
  const product = (BigInt(`0x${k.toString('hex')}`) * BigInt(`0x${vectors.privateKey}`)) % BigInt(`0x${vectors.n}`);
  const shared = timesG(product.toString(16).padStart(64, '0')).subarray(1);
  const stream = sm3(shared, Buffer.of(0, 0, 0, 1));
  const c3 = sm3(shared.subarray(0, 32), plain, shared.subarray(32));
  return Buffer.concat([timesG(k.toString('hex')), c3, plain.map((byte, index) => byte ^ stream[index])]);
}

function timesG(scalarHex: string): Buffer {
  const ecdh = createECDH('SM2');
  ecdh.setPrivateKey(scalarHex, 'hex');
  return ecdh.getPublicKey();
}
