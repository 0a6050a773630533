import { createECDH } from 'node:crypto';
import { SM2_A, SM2_G, SM2_N, SM2_P } from '../../src/crypto/sm2-curve.js';

/** SM2 as the standard writes it, in plain numbers: slow, and short enough to be checked by eye. For tests only. */
export const P = numberIn(SM2_P);
export const N = numberIn(SM2_N);
const A = numberIn(SM2_A);

/** An affine point; undefined is infinity. */
export type Point = { readonly x: bigint; readonly y: bigint } | undefined;
export const G: Point = { x: numberIn(SM2_G.subarray(0, 32)), y: numberIn(SM2_G.subarray(32)) };

export function numberIn(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

export function bytesOf(number: bigint): Buffer {
  return Buffer.from(number.toString(16).padStart(64, '0'), 'hex');
}

export function pointBytes(point: Point): Buffer {
  if (point === undefined) throw new Error('infinity has no bytes');
  return Buffer.concat([Buffer.of(0x04), bytesOf(point.x), bytesOf(point.y)]);
}

export function mod(a: bigint, m: bigint): bigint {
  return ((a % m) + m) % m;
}

export function power(base: bigint, exponent: bigint, m: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) result = (result * result * (bit === '1' ? base : 1n)) % m;
  return result;
}

/** Both moduli are prime. */
export function inverse(a: bigint, m: bigint): bigint {
  return power(mod(a, m), m - 2n, m);
}

/** GB/T 32918.1 clause 3.2.3.1. */
export function add(p: Point, q: Point): Point {
  if (p === undefined || q === undefined) return p ?? q;
  if (p.x === q.x && mod(p.y + q.y, P) === 0n) return undefined;
  const slope = p.x === q.x ? (3n * p.x * p.x + A) * inverse(2n * p.y, P) : (q.y - p.y) * inverse(q.x - p.x, P);
  const x = mod(slope * slope - p.x - q.x, P);
  return { x, y: mod(slope * (p.x - x) - p.y, P) };
}

export function times(k: bigint, point: Point): Point {
  let sum: Point;
  for (const bit of mod(k, N).toString(2)) {
    sum = add(sum, sum);
    if (bit === '1') sum = add(sum, point);
  }
  return sum;
}

/** k·G from OpenSSL, a hundred times faster; 1 ≤ k < n. */
export function timesG(k: bigint): { readonly x: bigint; readonly y: bigint } {
  const inside = createECDH('SM2');
  inside.setPrivateKey(bytesOf(k));
  const point = inside.getPublicKey();
  return { x: numberIn(point.subarray(1, 33)), y: numberIn(point.subarray(33)) };
}

/** Clause 6.1 of GB/T 32918.2, A4 to A6, for a chosen nonce; undefined where the standard draws another. */
export function sign(d: bigint, e: bigint, k: bigint): Buffer | undefined {
  const r = mod(e + timesG(k).x, N);
  const s = mod(inverse(1n + d, N) * (k - r * d), N);
  return r === 0n || r + k === N || s === 0n ? undefined : Buffer.concat([bytesOf(r), bytesOf(s)]);
}
