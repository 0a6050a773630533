import { createPrivateKey, createPublicKey, type ECDH, type KeyObject } from 'node:crypto';
import { randomBytesOf } from './random.js';
import { isBetweenZeroAnd, isOnCurve, SM2_A, SM2_B, SM2_G, SM2_N } from './sm2-curve.js';
import { pkcs8Der, spkiDer } from './sm2-key-der.js';
import { decodeKeyText, Sm2KeyError } from './sm2-key-text.js';
import { scalarInside } from './sm2-shared-point.js';
import { sm3 } from './sm3.js';

export { Sm2KeyError } from './sm2-key-text.js';

/** The signer's identity that everybody uses when none was agreed (GB/T 35276-2017, formerly GM/T 0009), ASCII. */
const USER_ID = Buffer.from('1234567812345678', 'ascii');
const N_MINUS_1 = lessOne(SM2_N);

/** An SM2 public key: a point that is proven to lie on the curve. */
export class Sm2PublicKey {
  /** 65 bytes, 04‖X‖Y. */
  readonly point: Buffer;
  #keyObject?: KeyObject;
  #z?: Buffer;

  /** Takes 65 bytes 04‖X‖Y; throws {@link Sm2KeyError} for anything that is not a point of the curve. */
  constructor(point: Uint8Array) {
    if (point.length !== 65 || point[0] !== 0x04) {
      throw new Sm2KeyError('An SM2 public key is 65 bytes: 04, X, Y.');
    }
    if (!isOnCurve(point.subarray(1))) throw new Sm2KeyError('The SM2 public key is not a point of the curve.');
    this.point = Buffer.from(point);
  }

  /** The key inside OpenSSL. Imported from DER, because a key fresh from `generateKeyPairSync` would speak ECDSA. */
  get keyObject(): KeyObject {
    this.#keyObject ??= createPublicKey({ key: spkiDer(this.point), format: 'der', type: 'spki' });
    return this.#keyObject;
  }

  /**
   * Z = SM3(ENTL ‖ ID ‖ a ‖ b ‖ xG ‖ yG ‖ xA ‖ yA), 32 bytes (GB/T 32918.2 clause 5.5), for the identity 1234567812345678.
   * It stands in front of every message that is signed; computed once.
   */
  get z(): Buffer {
    this.#z ??= this.zFor(USER_ID);
    return this.#z;
  }

  /** {@link z} for another identity of at most 8,191 bytes. ENTL is its length in bits, two bytes. */
  zFor(identity: Uint8Array): Buffer {
    const entl = Buffer.alloc(2);
    entl.writeUInt16BE(identity.length * 8);
    return sm3(entl, identity, SM2_A, SM2_B, SM2_G, this.point.subarray(1));
  }

  /** Base64 of the 65 bytes 04‖X‖Y: the form on the wire and in applications for access. */
  toBase64(): string {
    return this.point.toString('base64');
  }

  toJSON(): string {
    return this.toBase64();
  }
}

/** An SM2 private key d with its public key d·G. It shows its secret only when asked by name, never in logs or JSON. */
export class Sm2PrivateKey {
  readonly publicKey: Sm2PublicKey;
  readonly #scalar: Buffer;
  readonly #inside: ECDH;
  #keyObject?: KeyObject;

  /** Takes the 32 bytes of d, 1 ≤ d ≤ n − 2 (GB/T 32918.1 clause 6.1); throws {@link Sm2KeyError} otherwise. */
  constructor(scalar: Uint8Array) {
    if (scalar.length !== 32) throw new Sm2KeyError(`An SM2 private key has 32 bytes, not ${scalar.length}.`);
    // d = n − 1 is excluded too: signing divides by 1 + d.
    if (!isBetweenZeroAnd(N_MINUS_1, scalar)) throw new Sm2KeyError('The SM2 private key is not between 1 and n - 2.');
    this.#scalar = Buffer.from(scalar);
    this.#inside = scalarInside(this.#scalar);
    this.publicKey = new Sm2PublicKey(this.#inside.getPublicKey());
  }

  /** A copy of d: 32 bytes, big endian. */
  get scalar(): Buffer {
    return Buffer.from(this.#scalar);
  }

  /** The key inside OpenSSL, imported from DER for the reason given at {@link Sm2PublicKey.keyObject}. */
  get keyObject(): KeyObject {
    this.#keyObject ??= imported(this.#scalar, this.publicKey.point);
    return this.#keyObject;
  }

  /** The x, 32 bytes, of d·point, for a point of the curve given as X‖Y: what OpenSSL tells of it. */
  multipleX(point: Uint8Array): Buffer {
    return this.#inside.computeSecret(Buffer.concat([Buffer.of(0x04), point]));
  }

  /** Base64 of the 32 bytes of d: the secret itself. */
  toBase64(): string {
    return this.#scalar.toString('base64');
  }

  toJSON(): string {
    return this.toString();
  }

  toString(): string {
    return `[Sm2PrivateKey of ${this.publicKey.toBase64()}]`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/**
 * Reads a public key: Base64, hex or bytes of 65 (04‖X‖Y) or 64 (X‖Y). Throws {@link Sm2KeyError}, with a sentence that says
 * what was received, for any other form, a point beside the curve, and infinity.
 */
export function parseSm2PublicKey(key: string | Uint8Array): Sm2PublicKey {
  const bytes = typeof key === 'string' ? decodeKeyText('public', key) : key;
  if (bytes.length === 65 && bytes[0] === 0x04) return new Sm2PublicKey(bytes);
  if (bytes.length === 64) return new Sm2PublicKey(Buffer.concat([Buffer.of(0x04), bytes]));
  throw new Sm2KeyError(
    `An SM2 public key is 65 bytes (04, X, Y) or 64 bytes (X, Y), not ${bytes.length} bytes${startOf(bytes)}.`,
  );
}

/**
 * Reads a private key: Base64, hex or bytes of 32, or of 33 when the first is zero (Java's BigInteger writes it in front of a
 * value whose top bit is set). Shorter values are refused, not padded: they are far more often a copying mistake than a
 * small number. Throws {@link Sm2KeyError}, whose text never holds any part of the key.
 */
export function parseSm2PrivateKey(key: string | Uint8Array): Sm2PrivateKey {
  const bytes = typeof key === 'string' ? decodeKeyText('private', key) : key;
  if (bytes.length === 32) return new Sm2PrivateKey(bytes);
  if (bytes.length === 33 && bytes[0] === 0) return new Sm2PrivateKey(bytes.subarray(1));
  const advice = bytes.length < 32 ? '; pad it with zero bytes on the left if it really is that short' : '';
  throw new Sm2KeyError(
    `An SM2 private key has 32 bytes, or 33 with a leading zero, not ${bytes.length}${advice}.`,
  );
}

/** A fresh key pair: d uniform in 1 … n − 2 by rejection (GB/T 32918.1 clause 6.1). */
export function generateSm2KeyPair(): { privateKey: Sm2PrivateKey; publicKey: Sm2PublicKey } {
  let scalar = randomBytesOf(32);
  while (!isBetweenZeroAnd(N_MINUS_1, scalar)) scalar = randomBytesOf(32);
  const privateKey = new Sm2PrivateKey(scalar);
  return { privateKey, publicKey: privateKey.publicKey };
}

function imported(scalar: Buffer, point: Buffer): KeyObject {
  const der = pkcs8Der(scalar, point);
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } finally {
    der.fill(0);
  }
}

function startOf(bytes: Uint8Array): string {
  return bytes.length === 0 ? '' : ` starting with ${bytes[0].toString(16).padStart(2, '0')}`;
}

function lessOne(odd: Buffer): Buffer {
  const result = Buffer.from(odd);
  result[31] -= 1;
  return result;
}
