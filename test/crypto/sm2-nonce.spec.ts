import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { NonceSource } from '../../src/crypto/sm2-nonce.js';
import { sm3 } from '../../src/crypto/sm3.js';

const scalar = randomBytes(32);
const source = new NonceSource(scalar);
const digest = randomBytes(32);
/** A generator that is stuck. */
const stuck = () => Buffer.alloc(32, 7);

describe('the nonces of the SM2 kernel', () => {
  it('are SM3(d ‖ random ‖ e ‖ attempt), every time', () => {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect(source.nonceFor(digest, attempt, stuck())).toEqual(sm3(scalar, stuck(), digest, Buffer.of(attempt)));
    }
  });

  it('differ for one message when the generator works', () => {
    const nonces = Array.from({ length: 100 }, () => source.nonceFor(digest, 0).toString('hex'));
    expect(new Set(nonces).size).toBe(100);
  });

  it('differ by message, by key and by attempt when the generator is stuck', () => {
    const other = new NonceSource(randomBytes(32));
    const nonces = [
      source.nonceFor(digest, 0, stuck()), source.nonceFor(randomBytes(32), 0, stuck()),
      source.nonceFor(digest, 1, stuck()), other.nonceFor(digest, 0, stuck()),
    ].map((nonce) => nonce.toString('hex'));
    expect(new Set(nonces).size).toBe(4);
  });

  it('leave no random bytes behind', () => {
    const random = randomBytes(32);
    source.nonceFor(digest, 0, random);
    expect(random).toEqual(Buffer.alloc(32));
    const { material } = source as unknown as { material: Buffer };
    expect(material.subarray(32)).toEqual(Buffer.alloc(65));
  });
});
