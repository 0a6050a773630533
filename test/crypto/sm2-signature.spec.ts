import { createVerify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { generateSm2KeyPair } from '../../src/crypto/sm2.js';
import { nativeSm2 } from '../../src/crypto/sm2-native.js';
import { parseSm2Signature, signatureFromDer, signatureToDer } from '../../src/crypto/sm2-signature.js';
import { type Because, hex, loadVectors } from './load-vectors.js';

interface Pair extends Because { der: string; raw: string }
interface Vectors { strict: Pair[]; notStrict: (Because & { der: string })[]; outOfRange: Pair[]; inRange: Pair[] }
const { strict, notStrict, outOfRange, inRange } = loadVectors<Vectors>('sm2-der');

describe('SM2 signature, raw and DER', () => {
  it.each([...strict, ...inRange])('is the same in both spellings: $because', ({ der, raw }) => {
    expect(signatureToDer(hex(raw)).toString('hex')).toBe(der);
    expect(signatureFromDer(hex(der))?.toString('hex')).toBe(raw);
    expect(parseSm2Signature(hex(der))?.toString('hex')).toBe(raw);
    expect(parseSm2Signature(hex(raw))?.toString('hex')).toBe(raw);
  });

  it.each(notStrict)('is not read: $because', ({ der }) => {
    expect(signatureFromDer(hex(der))).toBeUndefined();
    expect(parseSm2Signature(hex(der))).toBeUndefined();
  });

  it.each(outOfRange)('is well-formed but not a signature: $because', ({ der, raw }) => {
    expect(signatureFromDer(hex(der))?.toString('hex')).toBe(raw);
    expect(parseSm2Signature(hex(der))).toBeUndefined();
    expect(parseSm2Signature(hex(raw))).toBeUndefined();
  });

  it.each(['r', 's'])('is refused raw when %s is zero', (which) => {
    const raw = Buffer.alloc(64, 1).fill(0, which === 'r' ? 0 : 32, which === 'r' ? 32 : 64);
    expect(parseSm2Signature(raw)).toBeUndefined();
    expect(signatureFromDer(signatureToDer(raw))).toBeUndefined();
  });

  it.each([0, 1, 63, 65, 128])('has no DER of a raw form of %i bytes', (length) => {
    expect(() => signatureToDer(Buffer.alloc(length, 1))).toThrow(RangeError);
    expect(parseSm2Signature(Buffer.alloc(length, 1))).toBeUndefined();
  });

  it('returns a copy: later changes of the received bytes change nothing', () => {
    const received = hex(strict[0].raw);
    const parsed = parseSm2Signature(received);
    received.fill(0);
    expect(parsed?.toString('hex')).toBe(strict[0].raw);
  });

  it('takes 64 bytes as raw even if they could be DER', () => {
    const der = signatureToDer(Buffer.concat([Buffer.alloc(32, 0x11).fill(0, 0, 6), Buffer.alloc(32, 0x22)]));
    expect(der).toHaveLength(64);
    expect(parseSm2Signature(der)).toEqual(der);
  });

  it('survives the way to DER and back for all numbers of 1 to 32 bytes', () => {
    const number = fc.uint8Array({ minLength: 1, maxLength: 32 }).filter((bytes) => bytes.some((byte) => byte > 0));
    fc.assert(fc.property(number, number, (r, s) => {
      const raw = Buffer.concat([Buffer.alloc(32 - r.length), r, Buffer.alloc(32 - s.length), s]);
      expect(signatureFromDer(signatureToDer(raw))).toEqual(raw);
    }), { numRuns: 2000 });
  });

  it('reads of all byte strings only the one correct DER of a value', () => {
    const piece = fc.oneof(fc.constantFrom(0, 1, 2, 3, 4, 6, 8, 0x30, 0x7f, 0x80, 0x81, 0xff), fc.nat(255));
    const likeDer = fc.array(piece, { maxLength: 12 }).map((rest) => Uint8Array.from([0x30, rest.length, ...rest]));
    fc.assert(fc.property(fc.oneof(likeDer, fc.uint8Array({ maxLength: 100 })), (bytes) => {
      const raw = signatureFromDer(bytes);
      expect(raw === undefined || signatureToDer(raw).equals(bytes)).toBe(true);
    }), { numRuns: 5000 });
  });

  it('has the verdict of OpenSSL for every DER that differs in one bit', () => {
    const { privateKey, publicKey } = generateSm2KeyPair();
    const message = Buffer.from('one bit');
    const der = signatureToDer(nativeSm2.sign(privateKey, message));
    const verdicts = [...bitFlips(der), der].map((bytes) => {
      const raw = parseSm2Signature(bytes);
      const ours = raw !== undefined && nativeSm2.verify(publicKey, message, raw);
      const openSsl = createVerify('sm3').update(publicKey.z).update(message).verify(publicKey.keyObject, bytes);
      expect(ours).toBe(openSsl);
      return ours;
    });
    expect(verdicts.filter(Boolean)).toHaveLength(1);
  });
});

function bitFlips(bytes: Buffer): Buffer[] {
  return Array.from({ length: bytes.length * 8 }, (_, bit) => {
    const altered = Buffer.from(bytes);
    altered[bit >> 3] ^= 1 << (bit & 7);
    return altered;
  });
}
