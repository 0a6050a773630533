import { describe, expect, it } from '@jest/globals';

/**
 * The kernel keeps numbers unreduced and trusts that they cannot grow: assembly/sm2/field.ts. Here the formulas of
 * assembly/sm2/points.ts are followed with intervals in place of numbers, in units of p, until nothing grows any more.
 */
type Interval = readonly [low: number, high: number];

/** Limbs of a carried number are 0 … 2²⁹ − 1, those of an uncarried difference of two ±2²⁹; both in units of 2²⁹. */
const LARGEST_LIMB = 1;
/** Coordinates of table entries, which the last test holds them to. */
const AFFINE: Interval = [-0.4, 1.4];

const plus = (a: Interval, b: Interval): Interval => [a[0] + b[0], a[1] + b[1]];
const scaled = (f: number, a: Interval): Interval => [Math.min(f * a[0], f * a[1]), Math.max(f * a[0], f * a[1])];
const minus = (a: Interval, b: Interval): Interval => plus(a, scaled(-1, b));
const wider = (a: Interval, b: Interval): Interval => [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
/** Montgomery: (a·b + m·p)/2²⁶¹ with 0 ≤ m < 2²⁶¹, and p/2²⁶¹ < 1/32. */
const reduced = (low: number, high: number): Interval => [low / 32, high / 32 + 1];

const largest: number[] = [];
function product(a: Interval, b: Interval): Interval {
  largest.push(...a.map(Math.abs), ...b.map(Math.abs));
  const ends = a.flatMap((x) => b.map((y) => x * y));
  return reduced(Math.min(...ends), Math.max(...ends));
}
function square(a: Interval): Interval {
  largest.push(...a.map(Math.abs));
  return reduced(0, Math.max(a[0] * a[0], a[1] * a[1]));
}

interface Accumulator { readonly X: Interval; readonly Y: Interval; readonly Z: Interval }
const SIGNED = wider(AFFINE, scaled(-1, AFFINE));
const fresh: Accumulator = { X: AFFINE, Y: SIGNED, Z: [0, 1] };

function addAffine({ X, Y, Z }: Accumulator): Accumulator {
  const ZZ = square(Z);
  const H = minus(product(AFFINE, ZZ), X);
  const r = minus(product(product(SIGNED, Z), ZZ), Y);
  const HH = square(H);
  const V = product(X, HH);
  const HHH = product(HH, H);
  const newX = minus(minus(square(r), HHH), scaled(2, V));
  return { X: newX, Y: minus(product(minus(V, newX), r), product(HHH, Y)), Z: product(Z, H) };
}

function double({ X, Y, Z }: Accumulator): Accumulator {
  const [delta, gamma, one]: Interval[] = [square(Z), square(Y), [0, 1]];
  const beta = product(X, gamma);
  const alpha = product(minus(X, delta), scaled(3, plus(X, delta)));
  const newX = minus(square(alpha), scaled(8, beta));
  const newY = minus(product(alpha, minus(scaled(4, beta), newX)), scaled(8, square(gamma)));
  return { X: product(newX, one), Y: product(newY, one), Z: scaled(2, product(Y, Z)) };
}

const union = (a: Accumulator, b: Accumulator): Accumulator => ({ X: wider(a.X, b.X), Y: wider(a.Y, b.Y), Z: wider(a.Z, b.Z) });

/** What no addition and no doubling widens any more. */
function widest(): Accumulator {
  let within = fresh;
  for (let round = 0; round < 500; round += 1) within = union(union(within, addAffine(within)), double(within));
  return within;
}

describe('numbers of the SM2 kernel', () => {
  it('stay within a few multiples of p through any additions and doublings', () => {
    const within = widest();
    for (const next of [addAffine(within), double(within)]) expect(union(within, next)).toEqual(within);
    // The top limb weighs 2²³² and p is below 2²⁵⁶: 2⁷·p leaves no doubt in 32 bits, 29 in fact.
    expect(Math.max(...largest)).toBeLessThan(32);
  });

  it('leave room in a column for nine products of limbs, signs included, and what reduction adds', () => {
    const products = 9 * LARGEST_LIMB * LARGEST_LIMB * 2 ** 58;
    // m is below 2²⁹; a column takes m << 24 once, and smaller shifts of it and a carry once each.
    const added = 2 ** 53 + 2 ** 50 + 2 ** 38 + 2 ** 35 + 2 ** 34;
    expect(added + products).toBeLessThan(2 ** 63);
  });

  it('are within what is taken for table entries when they become such', () => {
    const within = widest();
    const inverted: Interval = reduced(-1, 2);
    for (const coordinate of [product(within.X, square(inverted)), product(within.Y, product(square(inverted), inverted))]) {
      expect(coordinate[0]).toBeGreaterThanOrEqual(AFFINE[0]);
      expect(coordinate[1]).toBeLessThanOrEqual(AFFINE[1]);
    }
  });
});
