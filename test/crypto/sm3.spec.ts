import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import smCrypto from 'sm-crypto';
import { hmacSm3, sm3, sm3Hex } from '../../src/crypto/sm3.js';
import { hex, loadVectors } from './load-vectors.js';

interface Vectors {
  digests: { message: string; digest: string }[];
  macs: { keyHex: string; message: string; mac: string }[];
}
const { digests, macs } = loadVectors<Vectors>('sm3');
const bytes = fc.uint8Array({ maxLength: 300 });

describe('SM3 (GB/T 32905)', () => {
  it.each(digests)('gives the published digest of $message', ({ message, digest }) => {
    expect(sm3Hex(message)).toBe(digest);
    expect(sm3(Buffer.from(message)).toString('hex')).toBe(digest);
  });

  it('agrees with sm-crypto for any message, also across block boundaries', () => {
    fc.assert(fc.property(bytes, (message) => {
      expect(sm3Hex(message)).toBe(smCrypto.sm3([...message]));
    }), { numRuns: 500 });
  });

  it('sees parts as one message', () => {
    fc.assert(fc.property(bytes, bytes, (a, b) => {
      expect(sm3(a, b)).toEqual(sm3(Buffer.concat([a, b])));
    }));
    expect(sm3()).toEqual(sm3(''));
  });

  it('takes strings as UTF-8', () => {
    expect(sm3Hex('医保', '电子凭证')).toBe(sm3Hex(Buffer.from('医保电子凭证', 'utf8')));
    expect(sm3Hex('𬭼')).toBe(smCrypto.sm3([0xf0, 0xac, 0xad, 0xbc]));
  });
});

describe('HMAC-SM3', () => {
  it.each(macs)('gives the known MAC of $message', ({ keyHex, message, mac }) => {
    expect(hmacSm3(hex(keyHex), message).toString('hex')).toBe(mac);
  });

  it('takes a KeyObject or bytes, and agrees with sm-crypto for keys of any length', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 150 }), bytes, (key, message) => {
      const expected = smCrypto.sm3([...message], { key: [...key] });
      expect(hmacSm3(key, message).toString('hex')).toBe(expected);
      expect(hmacSm3(createSecretKey(key), message.subarray(0, 5), message.subarray(5)).toString('hex')).toBe(expected);
    }), { numRuns: 300 });
  });
});
