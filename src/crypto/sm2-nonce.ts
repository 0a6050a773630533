import { hash } from 'node:crypto';
import { randomBytesOf } from './random.js';

const PART = 32;

/**
 * What makes the nonces of one private key d: k = SM3(d ‖ 32 random bytes ‖ e ‖ attempt), 32 bytes. With a good generator k is
 * uniform; with one that repeats itself or is known to somebody, k still depends on the private key and the message, so two messages never
 * share a nonce. It is EdDSA's way, a secret in front of what is signed (RFC 8032 clause 5.1.6), with the randomness of RFC 6979 clause 3.6. The length
 * is fixed, so SM3 offers nothing to extend. 0 and values from n on have to be drawn again, with another `attempt`.
 */
export class NonceSource {
  private readonly material = Buffer.alloc(3 * PART + 1);

  /** Keeps a copy of the 32 bytes of d. */
  constructor(scalar: Uint8Array) {
    this.material.set(scalar);
  }

  /** The nonce for the digest e. `random` is there for tests; it is wiped. */
  nonceFor(digest: Uint8Array, attempt: number, random: Buffer = randomBytesOf(PART)): Buffer {
    this.material.set(random, PART);
    this.material.set(digest, 2 * PART);
    this.material[3 * PART] = attempt;
    const nonce = hash('sm3', this.material, 'buffer');
    this.material.fill(0, PART);
    random.fill(0);
    return nonce;
  }
}
