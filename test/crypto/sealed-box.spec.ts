import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BoxError, boxKey, openBox, sealBox } from '../../src/crypto/sealed-box.js';
import { hmacSm3 } from '../../src/crypto/sm3.js';
import { sm4CbcDecrypt, sm4Key } from '../../src/crypto/sm4.js';

const secret = Buffer.alloc(32, 0x5a);
const key = boxKey(secret);
const CONTEXT = 'persons/17/name';
const plain = Buffer.from('甄测试');
const box = sealBox(key, plain, CONTEXT);

describe('sealed box', () => {
  it('returns any content for any context', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.uint8Array({ maxLength: 200 }), fc.string(),
      (anySecret, content, context) => {
        const anyKey = boxKey(anySecret);
        expect(openBox(anyKey, sealBox(anyKey, content, context), context)).toEqual(Buffer.from(content));
      }), { numRuns: 300 });
  });

  it('has the written layout: version, IV, SM4-CBC cipher text, HMAC-SM3', () => {
    const cipherKey = sm4Key(hmacSm3(secret, 'openec sealed box 1: cipher').subarray(0, 16));
    const macKey = hmacSm3(secret, 'openec sealed box 1: mac');
    const body = box.subarray(0, -32);
    expect(box).toHaveLength(1 + 16 + 16 + 32);
    expect(box[0]).toBe(1);
    expect(sm4CbcDecrypt(cipherKey, box.subarray(1, 17), box.subarray(17, 33))).toEqual(plain);
    expect(box.subarray(-32)).toEqual(hmacSm3(macKey, body, CONTEXT, Buffer.of(0, 0, 0, 16)));
  });

  it('never seals the same content twice alike', () => {
    const boxes = Array.from({ length: 100 }, () => sealBox(key, plain, CONTEXT).toString('hex'));
    expect(new Set(boxes).size).toBe(100);
  });

  it('does not open when any one bit is changed', () => {
    for (let bit = 0; bit < box.length * 8; bit += 1) {
      const altered = Buffer.from(box);
      altered[bit >> 3] ^= 1 << (bit & 7);
      expect(() => openBox(key, altered, CONTEXT)).toThrow(BoxError);
    }
  });

  it('does not open when cut or lengthened at any place', () => {
    for (let length = 0; length < box.length; length += 1) {
      expect(() => openBox(key, box.subarray(0, length), CONTEXT)).toThrow(BoxError);
      expect(() => openBox(key, box.subarray(box.length - length), CONTEXT)).toThrow(BoxError);
    }
    expect(() => openBox(key, Buffer.concat([box, Buffer.alloc(1)]), CONTEXT)).toThrow(BoxError);
  });

  it.each(['', 'persons/18/name', 'persons/17/name ', 'Persons/17/name'])('does not open for the context "%s"', (context) => {
    expect(() => openBox(key, box, context)).toThrow(BoxError);
  });

  it('does not let cipher text pass as context, though both stand side by side under the MAC', () => {
    const { shorter, context } = moveLastBlockIntoContext();
    expect(() => openBox(key, shorter, context)).toThrow(BoxError);
  });

  it('does not open under another secret', () => {
    expect(() => openBox(boxKey(Buffer.alloc(32, 0x5b)), box, CONTEXT)).toThrow(BoxError);
  });

  it('opens a box that stands inside a larger buffer', () => {
    const page = new Uint8Array(Buffer.concat([Buffer.alloc(3), box, Buffer.alloc(5)]));
    expect(openBox(key, page.subarray(3, 3 + box.length), CONTEXT)).toEqual(plain);
  });

  it.each([0, 16, 31, 33, 64])('refuses a secret of %i bytes', (length) => {
    expect(() => boxKey(Buffer.alloc(length))).toThrow(BoxError);
  });

  it('answers garbage of any length with BoxError', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (garbage) => {
      expect(() => openBox(key, garbage, CONTEXT)).toThrow(BoxError);
    }), { numRuns: 500 });
  });
});

/**
 * A box without its last cipher block, which has become the context: the bytes under the MAC are the same but for the length,
 * and what is left has valid padding. The block must survive UTF-8, so each byte is below 0x80: once in 65,536 boxes.
 */
function moveLastBlockIntoContext(): { shorter: Buffer; context: string } {
  const twoBlocks = Buffer.concat([Buffer.alloc(15, 0x61), Buffer.of(1), Buffer.from('rest')]);
  for (;;) {
    const sealed = sealBox(key, twoBlocks, '');
    const last = sealed.subarray(33, 49);
    if (last.every((byte) => byte < 0x80)) {
      return { shorter: Buffer.concat([sealed.subarray(0, 33), sealed.subarray(49)]), context: last.toString('ascii') };
    }
  }
}
