import { SM2_N, SM2_P } from './sm2-curve.js';
import type { Sm2PublicKey } from './sm2-keys.js';
import { multipleOf, numberIn, scalarInside } from './sm2-shared-point.js';

const N = numberIn(SM2_N);
const P = numberIn(SM2_P);

/**
 * The one digest over which the holder of a key has made a signature: verification (GB/T 32918.2 clause 7.1) computes R = s·G + t·P with t = r + s and accepts
 * where e + x_R = r mod n, so e = r − x_R mod n, 32 bytes. Whoever looks for what was signed compares digests with it and verifies nothing. `raw` is r‖s,
 * both in 1 … n − 1; undefined where t is 0 or R is infinity, which no signer produces.
 */
export function digestSigned(key: Sm2PublicKey, raw: Uint8Array): Buffer | undefined {
  const [r, s] = halves(raw);
  const x = sumX(s, modN(r + s), key);
  return x === undefined ? undefined : bytesOf(modN(r - x));
}

/**
 * Is r‖s an ECDSA signature (SEC 1 clause 4.1.4) of this digest on the curve of SM2? Libraries that know the curve but not the algorithm make such. `digest`
 * has 32 bytes.
 */
export function isEcdsaOnSm2Curve(key: Sm2PublicKey, digest: Buffer, raw: Uint8Array): boolean {
  const [r, s] = halves(raw);
  const ofS = inverse(s, N);
  const x = sumX(modN(numberIn(digest) * ofS), modN(r * ofS), key);
  return x !== undefined && modN(x) === r;
}

/** A digest as signing takes it: modulo n. */
export const digestModN = (digest: Buffer): Buffer => bytesOf(modN(numberIn(digest)));

/** The x of a·G + b·P. */
function sumX(a: bigint, b: bigint, key: Sm2PublicKey): bigint | undefined {
  // n − 1 is left out too: OpenSSL is asked for the next multiple as well.
  if (a === 0n || b === 0n || a === N - 1n || b === N - 1n) return undefined;
  const [px, py] = halves(scalarInside(bytesOf(a)).getPublicKey().subarray(1));
  const [qx, qy] = halves(multipleOf(bytesOf(b), key.point));
  if (px === qx) return undefined;
  const slope = mod((qy - py) * inverse(mod(qx - px, P), P), P);
  return mod(slope * slope - px - qx, P);
}

const halves = (bytes: Uint8Array): [bigint, bigint] => [numberIn(Buffer.from(bytes.subarray(0, 32))), numberIn(Buffer.from(bytes.subarray(32, 64)))];
const bytesOf = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
const mod = (value: bigint, by: bigint): bigint => ((value % by) + by) % by;
const modN = (value: bigint): bigint => mod(value, N);

/** By Euclid, for 0 < value < prime. Its time depends on the value; nothing here is secret. */
function inverse(value: bigint, prime: bigint): bigint {
  let [left, right] = [value, prime];
  let [here, there] = [1n, 0n];
  while (left > 1n) {
    const quotient = right / left;
    [left, right] = [right - quotient * left, left];
    [here, there] = [there - quotient * here, here];
  }
  return mod(here, prime);
}
