import { difference, intoForm, multiply, negateMasked, square, zeroModP } from './field';
import { add, read, reduceOnce, subtract, writeScalar, zeroMask } from './limbs';
import {
  COORDINATE, DIGEST, ENTRY, G_ROWS, G_TABLE, G_WINDOW, KEY_ROWS, KEY_WINDOW, LIMBS_E, LIMBS_R, LIMBS_S, LIMBS_T, LIMBS_X, N, P,
  SCALAR_1, SCALAR_2, SIGNATURE_R, SIGNATURE_S, SIGNED_Y, T0, T1, X, Z,
} from './memory';
import { addAffine, set } from './points';

/** Verdicts. UNDECIDED: a sum met the same or an opposite point, or is infinity; the host asks its other engine. */
export const REFUSED: i32 = 0;
export const VERIFIED: i32 = 1;
export const UNDECIDED: i32 = 2;

/**
 * Verification of (r, s) for the digest e (GB/T 32918.2-2016 clause 7.1, B1 to B7, from B5 on), with the table of the public
 * key P. Handles public values only, so its time may depend on them.
 */
export function verify(keyTable: usize): i32 {
  read(LIMBS_R, SIGNATURE_R);
  read(LIMBS_S, SIGNATURE_S);
  if (!isScalar(LIMBS_R) || !isScalar(LIMBS_S)) return REFUSED; // B1, B2
  add(LIMBS_T, LIMBS_R, LIMBS_S);
  reduceOnce(LIMBS_T, N);
  if (zeroMask(LIMBS_T)) return REFUSED; // B5: t = r + s mod n
  writeScalar(SCALAR_1, LIMBS_S);
  writeScalar(SCALAR_2, LIMBS_T);
  // B6: (x1, y1) = s·G + t·P
  const begun = addMultiples(SCALAR_1, G_TABLE, G_WINDOW, G_ROWS, false);
  addMultiples(SCALAR_2, keyTable, KEY_WINDOW, KEY_ROWS, begun);
  if (zeroModP(Z)) return UNDECIDED;
  return isRemainderOfX() ? VERIFIED : REFUSED;
}

/** 1 … n − 1 */
function isScalar(a: usize): bool {
  return !zeroMask(a) && subtract(T0, a, N) < 0;
}

/**
 * Adds k·P to the accumulator, which is empty unless `begun`. k in signed digits of w bits, −2^(w−1) < digit ≤ 2^(w−1); digit i picks an
 * entry of row i, so there is nothing to double. Returns whether the accumulator holds a point.
 */
function addMultiples(scalar: usize, table: usize, window: i32, rows: i32, begun: bool): bool {
  const half = 1 << (window - 1);
  const mask = (1 << window) - 1;
  let carry = 0;
  for (let i = 0; i < rows; i++) {
    const bit = i * window;
    let digit = <i32>((load<u32>(scalar + <usize>(bit >> 3)) >> (bit & 7)) & mask) + carry;
    carry = digit > half ? 1 : 0;
    digit -= carry << window;
    if (digit == 0) continue;
    const sign = digit >> 31;
    const x = table + <usize>(i * half + ((digit ^ sign) - sign) - 1) * ENTRY;
    negateMasked(SIGNED_Y, x + COORDINATE, sign);
    if (begun) addAffine(x, SIGNED_Y);
    else set(x, SIGNED_Y);
    begun = true;
  }
  return begun;
}

/**
 * B7 without division: r = e + x1 mod n means that x1, which is below p, is r − e mod n or that plus n. x1 = X/Z², so
 * either candidate times Z² is compared with X.
 */
function isRemainderOfX(): bool {
  read(LIMBS_E, DIGEST);
  reduceOnce(LIMBS_E, N);
  if (subtract(LIMBS_X, LIMBS_R, LIMBS_E) < 0) add(LIMBS_X, LIMBS_X, N);
  square(T0, Z);
  if (isX(LIMBS_X)) return true;
  add(LIMBS_X, LIMBS_X, N);
  return subtract(LIMBS_T, LIMBS_X, P) < 0 && isX(LIMBS_X);
}

/** Is the candidate times Z², which is in T0, congruent to X? */
function isX(candidate: usize): bool {
  intoForm(T1, candidate);
  multiply(T1, T1, T0);
  difference(T1, T1, X);
  return zeroModP(T1) != 0;
}
