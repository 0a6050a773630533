import { LIMB, LOW, copy, reduceOnce } from './limbs';
import { COLUMNS, INTO_FORM_N, N, N_MINUS_2, ONE_N, T1, T2, UNIT } from './memory';

/**
 * Arithmetic modulo the order n of G, in Montgomery form with 2²⁶¹ as modulo p, in loops: a signature needs two products
 * here. Numbers are carried and below n. No branch and no address depends on them.
 */

/** −1/n modulo 2²⁹. */
const MINUS_INVERSE: i64 = 0x12350975;

/** to = a·b·2⁻²⁶¹ mod n, below n. */
export function multiplyModN(to: usize, a: usize, b: usize): void {
  memory.fill(COLUMNS, 0, 18 * 8);
  for (let i: usize = 0; i < 9; i++) addMultiple(i, <i64>load<i32>(a + (i << 2)), b);
  for (let i: usize = 0; i < 9; i++) {
    addMultiple(i, ((column(i) & LOW) * MINUS_INVERSE) & LOW, N);
    addToColumn(i + 1, column(i) >> LIMB);
  }
  for (let i: usize = 9; i < 17; i++) {
    addToColumn(i + 1, column(i) >> LIMB);
    store<i32>(to + ((i - 9) << 2), <i32>(column(i) & LOW));
  }
  store<i32>(to, <i32>column(17), 32);
  reduceOnce(to, N);
}

/** Adds m·number·2^(29·i). */
@inline
function addMultiple(i: usize, m: i64, number: usize): void {
  for (let j: usize = 0; j < 9; j++) addToColumn(i + j, m * <i64>load<i32>(number + (j << 2)));
}

@inline
function column(i: usize): i64 {
  return load<i64>(COLUMNS + (i << 3));
}

@inline
function addToColumn(i: usize, value: i64): void {
  store<i64>(COLUMNS + (i << 3), column(i) + value);
}

/** to = a·b mod n of numbers that are not in Montgomery form. */
export function plainProductModN(to: usize, a: usize, b: usize): void {
  multiplyModN(T1, a, INTO_FORM_N);
  multiplyModN(to, T1, b);
}

/** to = a⁻¹ mod n = a^(n − 2) (Fermat), square and multiply over the bits of n − 2, which are no secret. */
export function invertModN(to: usize, a: usize): void {
  multiplyModN(T1, a, INTO_FORM_N);
  copy(T2, ONE_N);
  for (let bit = 255; bit >= 0; bit--) {
    multiplyModN(T2, T2, T2);
    if ((load<u8>(N_MINUS_2 + (bit >> 3)) >> (bit & 7)) & 1) multiplyModN(T2, T2, T1);
  }
  multiplyModN(to, T2, UNIT);
}
