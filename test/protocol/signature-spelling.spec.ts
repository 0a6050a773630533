import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LONGEST_SIGNATURE, readSignature, writeSignature, type SignatureSpelling } from '../../src/protocol/signature-spelling.js';
import { spelled } from './reference-writer.mjs';

const spellings: SignatureSpelling[] = ['raw', 'der', 'hex-text', 'unpadded'];
const half = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes)).filter((bytes) => bytes[0] !== 0xff);
/**
 * Halves with zero bytes in front as often as without, never more than two: with six in r and s together a DER can be 64 bytes long, as r‖s is, and is
 * then read as r‖s. That comes once in 2^48 signatures.
 */
const shortHalf = fc.tuple(half, fc.constantFrom(0, 0, 1, 2)).map(([bytes, zeros]) => {
  const short = Buffer.from(bytes).fill(0, 0, zeros);
  short[zeros] ||= 1;
  return short;
});
const signature = fc.tuple(shortHalf, shortHalf).map((halves) => Buffer.concat(halves));

describe('an SM2 signature in signData', () => {
  it.each(spellings)('is written %s as the reference writes it, and read again', (spelling) => {
    fc.assert(fc.property(signature, (raw) => {
      const text = writeSignature(raw, spelling);
      expect(text).toBe(spelled(raw.toString('hex'), spelling));
      expect(text.length).toBeLessThanOrEqual(LONGEST_SIGNATURE);
      const read = readSignature(text);
      const missing = spelling === 'unpadded' ? 64 - Buffer.from(text, 'base64').length : 0;
      if (missing > 2) {
        expect(read).toBeUndefined();
        return;
      }
      expect(read?.spelling).toBe(missing === 0 && spelling === 'unpadded' ? 'raw' : spelling);
      expect(read?.meanings.map((each) => Buffer.from(each).toString('hex'))).toContain(raw.toString('hex'));
      expect(read?.meanings.length).toBeLessThanOrEqual(missing + 1);
    }), { numRuns: 300 });
  });

  it('in hex may have capital digits', () => {
    const raw = Buffer.alloc(64, 0xab);
    expect(readSignature(Buffer.from(raw.toString('hex').toUpperCase()).toString('base64'))).toEqual({ spelling: 'hex-text', meanings: [raw] });
  });

  it('is nothing else', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 140 }).filter(({ length }) => ![62, 63, 64].includes(length)), (garbage) => {
      const bytes = Buffer.from(garbage);
      if (bytes[0] !== 0x30 && bytes.length !== 128) expect(readSignature(bytes.toString('base64'))).toBeUndefined();
    }));
    for (const text of ['', '!', 'a'.repeat(172), Buffer.from('0'.repeat(128)).toString('base64'), Buffer.from(`${'a'.repeat(127)}g`).toString('base64'), Buffer.alloc(63).toString('base64')]) {
      expect(readSignature(text)).toBeUndefined();
    }
  });
});
