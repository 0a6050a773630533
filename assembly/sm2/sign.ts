import { negateMasked, outOfForm, zeroModP } from './field';
import { add, addMasked, read, reduceOnce, select, subtract, write, writeScalar, zeroMask } from './limbs';
import {
  COORDINATE, DIGEST, ENTRY, INVERSE, LIMBS_E, LIMBS_K, LIMBS_R, LIMBS_S, LIMBS_T, LIMBS_X, N, P, SCALAR_1, SECRET, SELECTED,
  SIGNATURE_R, SIGNATURE_S, SIGNED_Y, SIGNING_ROWS, SIGNING_TABLE, SIGNING_WINDOW, UNIT, WORK, WORK_LENGTH, Z,
} from './memory';
import { invertModN, plainProductModN } from './order';
import { addAffine, affineX, set } from './points';

/**
 * Signing (GB/T 32918.2-2016 clause 6.1). No branch and no address depends on d, k or anything computed from them, except that a
 * nonce which cannot be used is reported, and thrown away. What engines make of this code is another matter: docs/sm2-engine.md.
 */

/** INVERSE = (1 + d)⁻¹ mod n of the private key d in SECRET, which is wiped. */
export function prepareKey(): void {
  read(LIMBS_K, SECRET);
  add(LIMBS_K, LIMBS_K, UNIT);
  invertModN(LIMBS_S, LIMBS_K);
  write(INVERSE, LIMBS_S);
  memory.fill(SECRET, 0, 32);
  memory.fill(WORK, 0, WORK_LENGTH);
}

/**
 * A4 to A6: signs DIGEST with the nonce k in SECRET and (1 + d)⁻¹ in INVERSE. Result: 1 and the signature, or 0 if this k
 * cannot be used (zero, not below n, or r = 0, r + k = n, s = 0). Wipes everything it had in storage.
 */
export function sign(): i32 {
  read(LIMBS_K, SECRET);
  const inRange = ~zeroMask(LIMBS_K) & subtract(LIMBS_T, LIMBS_K, N);
  multiplyBase();
  let usable = inRange & ~zeroModP(Z);
  affineX(LIMBS_X);
  canonical(LIMBS_X);
  usable &= remainderOfDigest();
  usable &= secondHalf();
  write(SIGNATURE_R, LIMBS_R);
  write(SIGNATURE_S, LIMBS_S);
  memory.fill(SECRET, 0, 64);
  memory.fill(WORK, 0, WORK_LENGTH);
  return usable & 1;
}

/**
 * The accumulator = ±k·G; x is the same for both. k or n − k, whichever is odd (n is odd), in 37 odd digits of seven bits, none
 * of them zero, so every nonce takes the same additions (M. Joye, M. Tunstall, "Exponent recoding and regular
 * exponentiation algorithms", Africacrypt 2009, algorithm 6).
 */
function multiplyBase(): void {
  subtract(LIMBS_T, N, LIMBS_K);
  select(LIMBS_X, LIMBS_K, LIMBS_T, -(load<i32>(LIMBS_K) & 1));
  writeScalar(SCALAR_1, LIMBS_X);
  selectEntry(0);
  set(SELECTED, SIGNED_Y);
  for (let i = 1; i < SIGNING_ROWS; i++) {
    selectEntry(i);
    addAffine(SELECTED, SIGNED_Y);
  }
}

/**
 * x of the point that digit i stands for in SELECTED, its y in SIGNED_Y. Digit i is 2·v + 1 − 2^w with v = bits w·i + 1 … w·i + w; the last one
 * is 2·v + 1. All 64 entries of the row are read, and all but one masked away.
 */
function selectEntry(i: i32): void {
  const bit = i * SIGNING_WINDOW + 1;
  const v = <i32>((load<u32>(SCALAR_1 + <usize>(bit >> 3)) >> (bit & 7)) & ((1 << SIGNING_WINDOW) - 1));
  const digit = 2 * v + 1 - (i == SIGNING_ROWS - 1 ? 0 : 1 << SIGNING_WINDOW);
  const sign = digit >> 31;
  const wanted = i32x4.splat(((digit ^ sign) - sign) >> 1);
  let a = i32x4.splat(0), b = a, c = a, d = a, e = a;
  let entry = SIGNING_TABLE + <usize>(i << (SIGNING_WINDOW - 1)) * ENTRY;
  for (let j = 0; j < 1 << (SIGNING_WINDOW - 1); j++) {
    const mask = i32x4.eq(wanted, i32x4.splat(j));
    a = v128.or(a, v128.and(mask, v128.load(entry)));
    b = v128.or(b, v128.and(mask, v128.load(entry, 16)));
    c = v128.or(c, v128.and(mask, v128.load(entry, 32)));
    d = v128.or(d, v128.and(mask, v128.load(entry, 48)));
    e = v128.or(e, v128.and(mask, v128.load(entry, 64)));
    entry += ENTRY;
  }
  v128.store(SELECTED, a);
  v128.store(SELECTED, b, 16);
  v128.store(SELECTED, c, 32);
  v128.store(SELECTED, d, 48);
  v128.store(SELECTED, e, 64);
  negateMasked(SIGNED_Y, SELECTED + COORDINATE, sign);
}

/** Out of Montgomery form, to 0 … p − 1. */
function canonical(a: usize): void {
  outOfForm(a, a);
  reduceOnce(a, P);
}

/** A5: r = e + x1 mod n; e + x1 is below 3n. Result: −1, or 0 for r = 0 and r + k = n. */
function remainderOfDigest(): i32 {
  read(LIMBS_E, DIGEST);
  add(LIMBS_R, LIMBS_E, LIMBS_X);
  reduceOnce(LIMBS_R, N);
  reduceOnce(LIMBS_R, N);
  add(LIMBS_T, LIMBS_R, LIMBS_K);
  reduceOnce(LIMBS_T, N);
  return ~zeroMask(LIMBS_R) & ~zeroMask(LIMBS_T);
}

/** A6: s = (1 + d)⁻¹·(k − r·d) = (1 + d)⁻¹·(k + r) − r mod n, with k + r in LIMBS_T. Result: −1, or 0 for s = 0. */
function secondHalf(): i32 {
  read(LIMBS_K, INVERSE);
  plainProductModN(LIMBS_S, LIMBS_T, LIMBS_K);
  addMasked(LIMBS_S, LIMBS_S, N, subtract(LIMBS_S, LIMBS_S, LIMBS_R));
  return ~zeroMask(LIMBS_S);
}
