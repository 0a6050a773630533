import { createECDH, ECDH } from 'node:crypto';
import { SM2_P } from './sm2-curve.js';

/**
 * Multiples of points, for public-key encryption. OpenSSL multiplies any point in constant time, but through Node it tells the x of the result alone;
 * what is missing of y is one bit. Points are 64 bytes X‖Y here, prefixed with 04 where OpenSSL reads them.
 */
const EVEN = 0x02;
const ODD = 0x03;
const P = numberIn(SM2_P);

/** A scalar inside OpenSSL. */
export function scalarInside(scalar: Buffer): ECDH {
  const inside = createECDH('SM2');
  inside.setPrivateKey(scalar);
  return inside;
}

/** The two points of the curve with this x; a receiver tells by the check value of the cipher text which one is meant. */
export function pointsWith(x: Buffer): Buffer[] {
  return [EVEN, ODD].map((sign) => uncompressed(Buffer.concat([Buffer.of(sign), x])).subarray(1));
}

/** k·point, 64 bytes, for a known k below n − 1 and a point of 65 bytes. Public data only: nothing here is kept secret. */
export function multipleOf(scalar: Buffer, point: Buffer): Buffer {
  const nextX = numberIn(scalarInside(plusOne(scalar)).computeSecret(point));
  const found = pointsWith(scalarInside(scalar).computeSecret(point)).find((each) => isSum(nextX, each, point.subarray(1)));
  if (found === undefined) throw new Error('OpenSSL contradicts itself about multiples of a point.');
  return found;
}

/** k·point for a fresh k, 64 bytes, and k·G, 65 bytes with its 04. */
export function freshMultiples(point: Buffer): { ofBase: Buffer; ofPoint: Buffer } {
  const ephemeral = createECDH('SM2');
  const ofBase = ephemeral.generateKeys();
  const next = scalarInside(plusOne(ephemeral.getPrivateKey()));
  const nextX = numberIn(next.computeSecret(point));
  const ofPoint = pointsWith(ephemeral.computeSecret(point)).find((each) => isSum(nextX, each, point.subarray(1)));
  if (ofPoint === undefined) throw new Error('OpenSSL contradicts itself about multiples of a point.');
  return { ofBase, ofPoint };
}

/** Is `x` that of q + p, two points that are neither the same nor opposite? The formula of addition, without its division. */
function isSum(x: bigint, q: Buffer, p: Buffer): boolean {
  const [qx, qy, px, py] = [q.subarray(0, 32), q.subarray(32), p.subarray(0, 32), p.subarray(32)].map(numberIn);
  const run = px - qx;
  const rise = py - qy;
  return (rise * rise - (x + qx + px) * run * run) % P === 0n;
}

function uncompressed(point: Buffer): Buffer {
  return ECDH.convertKey(point, 'SM2', undefined, undefined, 'uncompressed') as Buffer;
}

/** Below n − 1, so there is no carry out of 32 bytes; n − 1 itself is drawn once in 2²⁵⁶ times, and OpenSSL refuses it. */
function plusOne(scalar: Buffer): Buffer {
  return Buffer.from((numberIn(scalar) + 1n).toString(16).padStart(64, '0'), 'hex');
}

/** The number some bytes write, big endian. */
export function numberIn(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}
