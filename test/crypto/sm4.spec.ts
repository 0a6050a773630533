import { createCipheriv, KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import smCrypto from 'sm-crypto';
import { sm4CbcDecrypt, sm4CbcEncrypt, sm4EcbDecrypt, sm4EcbEncrypt, Sm4Error, sm4Key } from '../../src/crypto/sm4.js';
import { hex, loadVectors } from './load-vectors.js';

interface Vectors {
  block: { key: string; plain: string; cipher: string; afterOneMillion: string };
  modes: { mode: 'ecb' | 'cbc'; key: string; iv?: string; plain: string; cipher: string }[];
}
const { block, modes } = loadVectors<Vectors>('sm4');
const sixteen = fc.uint8Array({ minLength: 16, maxLength: 16 });
const plainText = fc.uint8Array({ maxLength: 100 });
const key = sm4Key(hex(block.key));
const iv = Buffer.alloc(16, 7);

describe('SM4 (GB/T 32907)', () => {
  it('encrypts the published block; the padding is one more block', () => {
    const cipher = sm4EcbEncrypt(key, hex(block.plain));
    expect(cipher).toHaveLength(32);
    expect(cipher.subarray(0, 16).toString('hex')).toBe(block.cipher);
    expect(sm4EcbDecrypt(key, cipher).toString('hex')).toBe(block.plain);
  });

  it('reaches the published block after 1,000,000 encryptions (1 to 2 s with one cipher object)', () => {
    const cipher = createCipheriv('sm4-ecb', key, null);
    let state: Buffer = hex(block.plain);
    for (let round = 0; round < 1_000_000; round += 1) state = cipher.update(state);
    expect(state.toString('hex')).toBe(block.afterOneMillion);
  });

  it.each(modes)('gives the known cipher text in $mode under $key', ({ mode, key: keyHex, iv: ivHex, plain, cipher }) => {
    const modeKey = sm4Key(hex(keyHex));
    const made = mode === 'ecb' ? sm4EcbEncrypt(modeKey, hex(plain)) : sm4CbcEncrypt(modeKey, hex(ivHex ?? ''), hex(plain));
    expect(made.subarray(0, cipher.length / 2).toString('hex')).toBe(cipher);
  });

  it('agrees with sm-crypto for any key and text, and returns the text', () => {
    fc.assert(fc.property(sixteen, sixteen, plainText, (keyBytes, ivBytes, plain) => {
      const any = sm4Key(keyBytes);
      const ecb = sm4EcbEncrypt(any, plain);
      const cbc = sm4CbcEncrypt(any, ivBytes, plain);
      expect(ecb.toString('hex')).toBe(smCrypto.sm4.encrypt([...plain], [...keyBytes]));
      expect(cbc.toString('hex')).toBe(smCrypto.sm4.encrypt([...plain], [...keyBytes], { mode: 'cbc', iv: [...ivBytes] }));
      expect(sm4EcbDecrypt(any, ecb)).toEqual(Buffer.from(plain));
      expect(sm4CbcDecrypt(any, ivBytes, cbc)).toEqual(Buffer.from(plain));
    }), { numRuns: 300 });
  });
});

describe('SM4 keys and faults', () => {
  it('holds a key as KeyObject', () => {
    expect(key).toBeInstanceOf(KeyObject);
    expect(key.export().toString('hex')).toBe(block.key);
  });

  it.each([0, 1, 15, 17, 32])('refuses a key of %i bytes', (length) => {
    expect(() => sm4Key(Buffer.alloc(length))).toThrow(Sm4Error);
  });

  it.each([0, 12, 15, 17])('refuses an IV of %i bytes', (length) => {
    expect(() => sm4CbcEncrypt(key, Buffer.alloc(length), Buffer.from('a'))).toThrow(Sm4Error);
    expect(() => sm4CbcDecrypt(key, Buffer.alloc(length), Buffer.alloc(16))).toThrow(Sm4Error);
  });

  it.each([0, 1, 15, 17, 31, 33])('refuses a cipher text of %i bytes', (length) => {
    expect(() => sm4EcbDecrypt(key, Buffer.alloc(length))).toThrow(Sm4Error);
    expect(() => sm4CbcDecrypt(key, iv, Buffer.alloc(length))).toThrow(Sm4Error);
  });

  it.each([
    ['00', 'zero'], ['11', 'longer than a block'], ['ff', 'longer than a block'], ['0302', 'not all bytes the same'],
  ])('refuses padding that ends in %s (%s)', (end) => {
    const plain = Buffer.concat([Buffer.alloc(16 - end.length / 2, 0x41), hex(end)]);
    const raw = createCipheriv('sm4-ecb', key, null).setAutoPadding(false).update(plain);
    expect(() => sm4EcbDecrypt(key, raw)).toThrow(new Sm4Error('The SM4 cipher text does not decrypt under this key.'));
  });

  it('throws Sm4Error or returns bytes for any garbage, never anything else', () => {
    fc.assert(fc.property(plainText, (garbage) => {
      try {
        expect(sm4EcbDecrypt(key, garbage).length).toBeLessThan(garbage.length);
      } catch (error) {
        expect(error).toBeInstanceOf(Sm4Error);
      }
    }), { numRuns: 1000 });
  });
});
