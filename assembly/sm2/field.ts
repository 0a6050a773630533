import { LIMB, LIMB_32, LOW, LOW_32, copy } from './limbs';
import {
  INTO_FORM, INVERTED, ONES_16, ONES_2, ONES_32, ONES_4, ONES_8, P, POWER, T5, UNIT,
} from './memory';

/**
 * Arithmetic modulo p = 2²⁵⁶ − 2²²⁴ − 2⁹⁶ + 2⁶⁴ − 1 in Montgomery form: x is kept as x·2²⁶¹ mod p (P. L. Montgomery,
 * "Modular multiplication without trial division", Math. Comp. 44, 1985).
 *
 * Numbers are not reduced below p between operations. With |a| ≤ α·p and |b| ≤ β·p a product lies between −αβ/32·p and
 * (1 + αβ/32)·p, since p/2²⁶¹ < 1/32; test/crypto/sm2-kernel-bounds.spec.ts follows these bounds through the formulas of
 * points.ts. Limbs of products and of `subtract` are carried; those of `difference` are not, and lie in ±2²⁹.
 */

/** to = a·b·2⁻²⁶¹ mod p. Column k is the sum of the products whose limbs weigh 2^(29·k): nine at most, below 2⁶². */
export function multiply(to: usize, a: usize, b: usize): void {
  const a0 = <i64>load<i32>(a), a1 = <i64>load<i32>(a, 4), a2 = <i64>load<i32>(a, 8),
    a3 = <i64>load<i32>(a, 12), a4 = <i64>load<i32>(a, 16), a5 = <i64>load<i32>(a, 20),
    a6 = <i64>load<i32>(a, 24), a7 = <i64>load<i32>(a, 28), a8 = <i64>load<i32>(a, 32);
  const b0 = <i64>load<i32>(b), b1 = <i64>load<i32>(b, 4), b2 = <i64>load<i32>(b, 8),
    b3 = <i64>load<i32>(b, 12), b4 = <i64>load<i32>(b, 16), b5 = <i64>load<i32>(b, 20),
    b6 = <i64>load<i32>(b, 24), b7 = <i64>load<i32>(b, 28), b8 = <i64>load<i32>(b, 32);
  reduce(
    to,
    a0 * b0,
    a0 * b1 + a1 * b0,
    a0 * b2 + a1 * b1 + a2 * b0,
    a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0,
    a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0,
    a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0,
    a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0,
    a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1 + a7 * b0,
    a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2 + a7 * b1 + a8 * b0,
    a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3 + a7 * b2 + a8 * b1,
    a2 * b8 + a3 * b7 + a4 * b6 + a5 * b5 + a6 * b4 + a7 * b3 + a8 * b2,
    a3 * b8 + a4 * b7 + a5 * b6 + a6 * b5 + a7 * b4 + a8 * b3,
    a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4,
    a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5,
    a6 * b8 + a7 * b7 + a8 * b6,
    a7 * b8 + a8 * b7,
    a8 * b8,
  );
}

/** to = a²·2⁻²⁶¹ mod p: as `multiply`, mixed products doubled. */
export function square(to: usize, a: usize): void {
  const a0 = <i64>load<i32>(a), a1 = <i64>load<i32>(a, 4), a2 = <i64>load<i32>(a, 8),
    a3 = <i64>load<i32>(a, 12), a4 = <i64>load<i32>(a, 16), a5 = <i64>load<i32>(a, 20),
    a6 = <i64>load<i32>(a, 24), a7 = <i64>load<i32>(a, 28), a8 = <i64>load<i32>(a, 32);
  const d0 = a0 << 1, d1 = a1 << 1, d2 = a2 << 1, d3 = a3 << 1, d4 = a4 << 1, d5 = a5 << 1, d6 = a6 << 1, d7 = a7 << 1;
  reduce(
    to,
    a0 * a0,
    d0 * a1,
    d0 * a2 + a1 * a1,
    d0 * a3 + d1 * a2,
    d0 * a4 + d1 * a3 + a2 * a2,
    d0 * a5 + d1 * a4 + d2 * a3,
    d0 * a6 + d1 * a5 + d2 * a4 + a3 * a3,
    d0 * a7 + d1 * a6 + d2 * a5 + d3 * a4,
    d0 * a8 + d1 * a7 + d2 * a6 + d3 * a5 + a4 * a4,
    d1 * a8 + d2 * a7 + d3 * a6 + d4 * a5,
    d2 * a8 + d3 * a7 + d4 * a6 + a5 * a5,
    d3 * a8 + d4 * a7 + d5 * a6,
    d4 * a8 + d5 * a7 + a6 * a6,
    d5 * a8 + d6 * a7,
    d6 * a8 + a7 * a7,
    d7 * a8,
    a8 * a8,
  );
}

/**
 * Montgomery reduction of seventeen columns. p ends in 2⁶⁴ − 1, so −1/p is 1 modulo 2²⁹, and the multiple of p that clears
 * column i is the column's own low 29 bits, m. m·p = −m + m·2⁶⁴ − m·2⁹⁶ − m·2²²⁴ + m·2²⁵⁶ needs shifts only:
 * 64 = 2·29 + 6, 96 = 3·29 + 9, 224 = 7·29 + 21, 256 = 8·29 + 24.
 */
@inline
function reduce(
  to: usize,
  c0: i64, c1: i64, c2: i64, c3: i64, c4: i64, c5: i64, c6: i64, c7: i64, c8: i64,
  c9: i64, c10: i64, c11: i64, c12: i64, c13: i64, c14: i64, c15: i64, c16: i64,
): void {
  let m: i64 = 0;
  m = c0 & LOW; c1 += c0 >> LIMB; c2 += m << 6; c3 -= m << 9; c7 -= m << 21; c8 += m << 24;
  m = c1 & LOW; c2 += c1 >> LIMB; c3 += m << 6; c4 -= m << 9; c8 -= m << 21; c9 += m << 24;
  m = c2 & LOW; c3 += c2 >> LIMB; c4 += m << 6; c5 -= m << 9; c9 -= m << 21; c10 += m << 24;
  m = c3 & LOW; c4 += c3 >> LIMB; c5 += m << 6; c6 -= m << 9; c10 -= m << 21; c11 += m << 24;
  m = c4 & LOW; c5 += c4 >> LIMB; c6 += m << 6; c7 -= m << 9; c11 -= m << 21; c12 += m << 24;
  m = c5 & LOW; c6 += c5 >> LIMB; c7 += m << 6; c8 -= m << 9; c12 -= m << 21; c13 += m << 24;
  m = c6 & LOW; c7 += c6 >> LIMB; c8 += m << 6; c9 -= m << 9; c13 -= m << 21; c14 += m << 24;
  m = c7 & LOW; c8 += c7 >> LIMB; c9 += m << 6; c10 -= m << 9; c14 -= m << 21; c15 += m << 24;
  m = c8 & LOW; c9 += c8 >> LIMB; c10 += m << 6; c11 -= m << 9; c15 -= m << 21; c16 += m << 24;
  c10 += c9 >> LIMB; store<i32>(to, <i32>(c9 & LOW), 0);
  c11 += c10 >> LIMB; store<i32>(to, <i32>(c10 & LOW), 4);
  c12 += c11 >> LIMB; store<i32>(to, <i32>(c11 & LOW), 8);
  c13 += c12 >> LIMB; store<i32>(to, <i32>(c12 & LOW), 12);
  c14 += c13 >> LIMB; store<i32>(to, <i32>(c13 & LOW), 16);
  c15 += c14 >> LIMB; store<i32>(to, <i32>(c14 & LOW), 20);
  c16 += c15 >> LIMB; store<i32>(to, <i32>(c15 & LOW), 24);
  store<i32>(to, <i32>(c16 & LOW), 28);
  store<i32>(to, <i32>(c16 >> LIMB), 32);
}

/** to = a − b limb by limb, without carries: only ever a factor of the next product. */
@inline
export function difference(to: usize, a: usize, b: usize): void {
  store<i32>(to, load<i32>(a, 0) - load<i32>(b, 0), 0);
  store<i32>(to, load<i32>(a, 4) - load<i32>(b, 4), 4);
  store<i32>(to, load<i32>(a, 8) - load<i32>(b, 8), 8);
  store<i32>(to, load<i32>(a, 12) - load<i32>(b, 12), 12);
  store<i32>(to, load<i32>(a, 16) - load<i32>(b, 16), 16);
  store<i32>(to, load<i32>(a, 20) - load<i32>(b, 20), 20);
  store<i32>(to, load<i32>(a, 24) - load<i32>(b, 24), 24);
  store<i32>(to, load<i32>(a, 28) - load<i32>(b, 28), 28);
  store<i32>(to, load<i32>(a, 32) - load<i32>(b, 32), 32);
}

/** to = a where mask is 0, −a where it is −1, without carries. */
@inline
export function negateMasked(to: usize, a: usize, mask: i32): void {
  store<i32>(to, (load<i32>(a, 0) ^ mask) - mask, 0);
  store<i32>(to, (load<i32>(a, 4) ^ mask) - mask, 4);
  store<i32>(to, (load<i32>(a, 8) ^ mask) - mask, 8);
  store<i32>(to, (load<i32>(a, 12) ^ mask) - mask, 12);
  store<i32>(to, (load<i32>(a, 16) ^ mask) - mask, 16);
  store<i32>(to, (load<i32>(a, 20) ^ mask) - mask, 20);
  store<i32>(to, (load<i32>(a, 24) ^ mask) - mask, 24);
  store<i32>(to, (load<i32>(a, 28) ^ mask) - mask, 28);
  store<i32>(to, (load<i32>(a, 32) ^ mask) - mask, 32);
}

/** to = a − b, carried. */
@inline
export function carriedDifference(to: usize, a: usize, b: usize): void {
  let limb = load<i32>(a) - load<i32>(b); store<i32>(to, limb & LOW_32);
  limb = load<i32>(a, 4) - load<i32>(b, 4) + (limb >> LIMB_32); store<i32>(to, limb & LOW_32, 4);
  limb = load<i32>(a, 8) - load<i32>(b, 8) + (limb >> LIMB_32); store<i32>(to, limb & LOW_32, 8);
  limb = load<i32>(a, 12) - load<i32>(b, 12) + (limb >> LIMB_32); store<i32>(to, limb & LOW_32, 12);
  limb = load<i32>(a, 16) - load<i32>(b, 16) + (limb >> LIMB_32); store<i32>(to, limb & LOW_32, 16);
  limb = load<i32>(a, 20) - load<i32>(b, 20) + (limb >> LIMB_32); store<i32>(to, limb & LOW_32, 20);
  limb = load<i32>(a, 24) - load<i32>(b, 24) + (limb >> LIMB_32); store<i32>(to, limb & LOW_32, 24);
  limb = load<i32>(a, 28) - load<i32>(b, 28) + (limb >> LIMB_32); store<i32>(to, limb & LOW_32, 28);
  store<i32>(to, load<i32>(a, 32) - load<i32>(b, 32) + (limb >> LIMB_32), 32);
}

/** to = a − b − 2c, carried; a limb of that stays within ±2³¹. */
@inline
export function differenceLessTwice(to: usize, a: usize, b: usize, c: usize): void {
  let limb = load<i32>(a) - load<i32>(b) - (load<i32>(c) << 1); store<i32>(to, limb & LOW_32);
  limb = load<i32>(a, 4) - load<i32>(b, 4) - (load<i32>(c, 4) << 1) + (limb >> LIMB_32); store<i32>(to, limb & LOW_32, 4);
  limb = load<i32>(a, 8) - load<i32>(b, 8) - (load<i32>(c, 8) << 1) + (limb >> LIMB_32); store<i32>(to, limb & LOW_32, 8);
  limb = load<i32>(a, 12) - load<i32>(b, 12) - (load<i32>(c, 12) << 1) + (limb >> LIMB_32); store<i32>(to, limb & LOW_32, 12);
  limb = load<i32>(a, 16) - load<i32>(b, 16) - (load<i32>(c, 16) << 1) + (limb >> LIMB_32); store<i32>(to, limb & LOW_32, 16);
  limb = load<i32>(a, 20) - load<i32>(b, 20) - (load<i32>(c, 20) << 1) + (limb >> LIMB_32); store<i32>(to, limb & LOW_32, 20);
  limb = load<i32>(a, 24) - load<i32>(b, 24) - (load<i32>(c, 24) << 1) + (limb >> LIMB_32); store<i32>(to, limb & LOW_32, 24);
  limb = load<i32>(a, 28) - load<i32>(b, 28) - (load<i32>(c, 28) << 1) + (limb >> LIMB_32); store<i32>(to, limb & LOW_32, 28);
  store<i32>(to, load<i32>(a, 32) - load<i32>(b, 32) - (load<i32>(c, 32) << 1) + (limb >> LIMB_32), 32);
}

/** to = f·a + g·b, carried, for small f and g. */
export function combine(to: usize, f: i64, a: usize, g: i64, b: usize): void {
  let carry: i64 = 0;
  for (let i: usize = 0; i < 32; i += 4) {
    const limb = f * <i64>load<i32>(a + i) + g * <i64>load<i32>(b + i) + carry;
    carry = limb >> LIMB;
    store<i32>(to + i, <i32>(limb & LOW));
  }
  store<i32>(to, <i32>(f * <i64>load<i32>(a, 32) + g * <i64>load<i32>(b, 32) + carry), 32);
}

export function intoForm(to: usize, a: usize): void {
  multiply(to, a, INTO_FORM);
}

/** Out of Montgomery form: (a + m·p)/2²⁶¹ with 0 ≤ m < 2²⁶¹ and |a| < 2²⁶¹, so the result is 0 … p. */
export function outOfForm(to: usize, a: usize): void {
  multiply(to, a, UNIT);
}

/** −1 if a ≡ 0 (mod p), else 0. Out of form such a number is 0 or p exactly. */
export function zeroModP(a: usize): i32 {
  outOfForm(T5, a);
  let bits = 0;
  let bitsOfP = 0;
  for (let i: usize = 0; i <= 32; i += 4) {
    const limb = load<i32>(T5 + i);
    bits |= limb;
    bitsOfP |= limb ^ load<i32>(P + i);
  }
  return (((bits | -bits) & (bitsOfP | -bitsOfP)) >> 31) ^ -1;
}

function squareTimes(a: usize, times: i32): void {
  for (let i = 0; i < times; i++) square(a, a);
}

/** to = from^(2^shift) · factor: the exponent moves left by `shift` bits and takes those of the factor. */
function shiftAndMultiply(to: usize, from: usize, shift: i32, factor: usize): void {
  copy(to, from);
  squareTimes(to, shift);
  multiply(to, to, factor);
}

/**
 * INVERTED = a⁻¹ = a^(p − 2) (Fermat), by an addition chain: the same 269 products for every a. The exponent is, in words of 32 bits,
 * FFFFFFFE FFFFFFFF FFFFFFFF FFFFFFFF FFFFFFFF 00000000 FFFFFFFF FFFFFFFD. 0 becomes 0.
 */
export function invert(a: usize): void {
  shiftAndMultiply(ONES_2, a, 1, a);
  shiftAndMultiply(ONES_4, ONES_2, 2, ONES_2);
  shiftAndMultiply(ONES_8, ONES_4, 4, ONES_4);
  shiftAndMultiply(ONES_16, ONES_8, 8, ONES_8);
  // Thirty ones, the beginning of the last word; with one more, the first 31 bits of the first.
  shiftAndMultiply(POWER, ONES_16, 8, ONES_8);
  shiftAndMultiply(POWER, POWER, 4, ONES_4);
  shiftAndMultiply(POWER, POWER, 2, ONES_2);
  shiftAndMultiply(ONES_32, POWER, 2, ONES_2);
  copy(INVERTED, POWER);
  shiftAndMultiply(INVERTED, INVERTED, 1, a);
  square(INVERTED, INVERTED);
  for (let word = 0; word < 4; word++) shiftAndMultiply(INVERTED, INVERTED, 32, ONES_32);
  squareTimes(INVERTED, 32);
  shiftAndMultiply(INVERTED, INVERTED, 32, ONES_32);
  shiftAndMultiply(INVERTED, INVERTED, 30, POWER);
  shiftAndMultiply(INVERTED, INVERTED, 2, a);
}
