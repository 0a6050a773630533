import { intoForm, invert, multiply, square } from './field';
import { copy, read } from './limbs';
import {
  BATCH, BATCH_PRODUCTS, BATCH_Z, COORDINATE, ENTRY, INVERTED, POINT_X, POINT_Y, SIGNING_ROWS, SIGNING_TABLE, SIGNING_WINDOW,
  T0, T1, T2, X, Y, Z, numberAt,
} from './memory';
import { addAffine, double, set } from './points';

/**
 * Tables of multiples of one point, so that k·P needs additions only (E. F. Brickell, D. M. Gordon, K. S. McCurley,
 * D. B. Wilson, "Fast exponentiation with precomputation", Eurocrypt 1992). Row i holds j·2^(w·i)·P for j = 1, 2 … entries.
 *
 * Points have the prime order n, and all factors j are far below it, so neither an entry nor a sum on the way is infinity,
 * and the only addition of equal points, the second entry of a row, is a doubling.
 */

/** Writes the table of the point (POINT_X, POINT_Y), which must be a point of the curve. */
export function buildTable(table: usize, window: i32, rows: i32, entries: i32): void {
  const row = <usize>entries * ENTRY;
  firstEntries(table, row, window, rows);
  const rowsAtOnce = BATCH / (entries - 1);
  for (let done = 0; done < rows; done += rowsAtOnce) {
    const count = min(rowsAtOnce, rows - done);
    for (let i = 0; i < count; i++) furtherEntries(table + <usize>(done + i) * row, entries, i * (entries - 1));
    normalise(table + <usize>done * row, row, entries - 1, count * (entries - 1), 1);
  }
}

/** The first entry of each row: 2^w times that of the row before. */
function firstEntries(table: usize, row: usize, window: i32, rows: i32): void {
  read(T0, POINT_X);
  read(T1, POINT_Y);
  intoForm(table, T0);
  intoForm(table + COORDINATE, T1);
  set(table, table + COORDINATE);
  for (let i = 0; i < rows; i++) {
    keep(table + <usize>i * row, i);
    for (let bit = 0; bit < window; bit++) double();
  }
  normalise(table, row, 1, rows, 0);
}

/** The other entries of one row, as members `from`, `from` + 1 … of the batch. */
function furtherEntries(row: usize, entries: i32, from: i32): void {
  set(row, row + COORDINATE);
  double();
  keep(row + ENTRY, from);
  for (let j = 2; j < entries; j++) {
    addAffine(row, row + COORDINATE);
    keep(row + <usize>j * ENTRY, from + j - 1);
  }
}

/** X and Y of the accumulator into the entry, Z into the batch. */
function keep(entry: usize, member: i32): void {
  copy(entry, X);
  copy(entry + COORDINATE, Y);
  copy(numberAt(BATCH_Z, member), Z);
}

/**
 * Divides the members of the batch by Z² and Z³ with one inversion for all (P. L. Montgomery, "Speeding the Pollard and
 * elliptic curve methods of factorization", Math. Comp. 48, 1987, 10.3.1). `perRow` members stand in each row, from
 * entry `first` on.
 */
function normalise(table: usize, row: usize, perRow: i32, count: i32, first: i32): void {
  copy(BATCH_PRODUCTS, BATCH_Z);
  for (let i = 1; i < count; i++) multiply(numberAt(BATCH_PRODUCTS, i), numberAt(BATCH_PRODUCTS, i - 1), numberAt(BATCH_Z, i));
  invert(numberAt(BATCH_PRODUCTS, count - 1));
  for (let i = count - 1; i >= 0; i--) {
    // INVERTED is 1 / (Z0·Z1···Zi).
    if (i > 0) multiply(T0, INVERTED, numberAt(BATCH_PRODUCTS, i - 1));
    else copy(T0, INVERTED);
    multiply(INVERTED, INVERTED, numberAt(BATCH_Z, i));
    divide(table + <usize>(i / perRow) * row + <usize>(first + i % perRow) * ENTRY);
  }
}

/** The entry (X, Y) by 1/Z in T0. */
function divide(entry: usize): void {
  square(T1, T0);
  multiply(T2, T1, T0);
  multiply(entry, entry, T1);
  multiply(entry + COORDINATE, entry + COORDINATE, T2);
}

/** The odd multiples for signing, 1, 3 … 127 times 2^(7·i)·G, out of a table of all multiples that is made at `all`. */
export function buildSigningTable(all: usize): void {
  const entries = 1 << (SIGNING_WINDOW - 1);
  buildTable(all, SIGNING_WINDOW, SIGNING_ROWS, 2 * entries - 1);
  for (let i = 0; i < SIGNING_ROWS; i++) {
    for (let j = 0; j < entries; j++) {
      memory.copy(SIGNING_TABLE + <usize>(i * entries + j) * ENTRY, all + <usize>(i * (2 * entries - 1) + 2 * j) * ENTRY, ENTRY);
    }
  }
}
