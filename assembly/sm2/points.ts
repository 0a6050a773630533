import { carriedDifference, combine, difference, differenceLessTwice, invert, multiply, square } from './field';
import { copy } from './limbs';
import { INVERTED, ONE, T0, T1, T2, T3, T4, T5, X, Y, Z } from './memory';

/**
 * Points of y² = x³ − 3x + b in Jacobian coordinates: (X, Y, Z) is (X/Z², Y/Z³). There is one accumulator, X Y Z in
 * memory.ts. Formulas from the Explicit-Formulas Database (hyperelliptic.org/EFD/g1p/auto-shortw-jacobian-3.html).
 */

/** The accumulator becomes the affine point (x, y). */
export function set(x: usize, y: usize): void {
  copy(X, x);
  copy(Y, y);
  copy(Z, ONE);
}

/**
 * The accumulator plus the affine point (x, y): mixed addition, 8 products and 3 squares (algorithm 3.22 of the Guide to
 * Elliptic Curve Cryptography; H and r as in EFD madd-2004-hmv).
 *
 * It is wrong if the two points are the same or opposite, or if the accumulator is infinity. Then H is 0, or Z already was; Z
 * becomes 0 and remains 0 in every further addition. Whoever uses the result must look at Z first.
 */
export function addAffine(x: usize, y: usize): void {
  square(T0, Z);
  multiply(T1, x, T0);
  multiply(T2, y, Z);
  multiply(T2, T2, T0);
  difference(T1, T1, X); // H = x·Z² − X
  difference(T2, T2, Y); // r = y·Z³ − Y
  square(T3, T1); // H²
  multiply(Z, Z, T1);
  multiply(T4, X, T3); // V = X·H²
  multiply(T3, T3, T1); // H³
  square(T5, T2);
  differenceLessTwice(X, T5, T3, T4); // r² − H³ − 2V
  difference(T4, T4, X);
  multiply(T4, T4, T2);
  multiply(T3, T3, Y);
  carriedDifference(Y, T4, T3); // r·(V − X) − Y·H³
}

/** Twice the accumulator: EFD dbl-2001-b, with Z = 2YZ. The last two products only bring X and Y back to a small multiple of p. */
export function double(): void {
  square(T0, Z); // δ
  square(T1, Y); // γ
  multiply(T2, X, T1); // β
  combine(T3, 1, X, -1, T0);
  combine(T4, 3, X, 3, T0);
  multiply(T3, T3, T4); // α = 3·(X − δ)·(X + δ)
  multiply(Z, Y, Z);
  combine(Z, 2, Z, 0, Z);
  square(T4, T3);
  combine(X, 1, T4, -8, T2); // α² − 8β
  combine(T2, 4, T2, -1, X);
  multiply(T3, T3, T2);
  square(T1, T1);
  combine(Y, 1, T3, -8, T1); // α·(4β − X) − 8γ²
  multiply(X, X, ONE);
  multiply(Y, Y, ONE);
}

/** x of the accumulator, in Montgomery form; 0 for infinity. */
export function affineX(to: usize): void {
  invert(Z);
  square(T1, INVERTED);
  multiply(to, T1, X);
}
