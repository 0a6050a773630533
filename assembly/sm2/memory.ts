/**
 * Where everything stands in the linear memory, which the host makes and the kernel fills. There is no heap: every address is
 * fixed, and so is every length. A "number" is nine limbs in 36 bytes (limbs.ts), kept 48 bytes apart.
 */
const NUMBER: usize = 48;

// What host and kernel hand each other: 32 bytes each, big endian.
export const DIGEST: usize = 0x000;
export const SIGNATURE_R: usize = 0x020;
export const SIGNATURE_S: usize = 0x040;
export const POINT_X: usize = 0x060;
export const POINT_Y: usize = 0x080;
/** Secrets: the private key or the nonce, and (1 + d)⁻¹. The kernel wipes both after use. */
export const SECRET: usize = 0x0a0;
export const INVERSE: usize = 0x0c0;

// Constants, written once by `start`.
const CONSTANTS: usize = 0x100;
export const P: usize = CONSTANTS;
/** 2²⁶¹ mod p: the 1 of Montgomery form. */
export const ONE: usize = CONSTANTS + NUMBER;
/** 2⁵²² mod p: a product with it brings a number into Montgomery form. */
export const INTO_FORM: usize = CONSTANTS + 2 * NUMBER;
/** The integer 1: a product with it leads out of Montgomery form. */
export const UNIT: usize = CONSTANTS + 3 * NUMBER;
export const N: usize = CONSTANTS + 4 * NUMBER;
export const ONE_N: usize = CONSTANTS + 5 * NUMBER;
export const INTO_FORM_N: usize = CONSTANTS + 6 * NUMBER;
/** n − 2, 32 bytes little endian. */
export const N_MINUS_2: usize = CONSTANTS + 7 * NUMBER;

// Working storage; after a signature all of it is wiped.
export const WORK: usize = 0x400;
/** The accumulator: a point in Jacobian coordinates, (X/Z², Y/Z³). */
export const X: usize = WORK;
export const Y: usize = WORK + NUMBER;
export const Z: usize = WORK + 2 * NUMBER;
export const T0: usize = WORK + 3 * NUMBER;
export const T1: usize = WORK + 4 * NUMBER;
export const T2: usize = WORK + 5 * NUMBER;
export const T3: usize = WORK + 6 * NUMBER;
export const T4: usize = WORK + 7 * NUMBER;
export const T5: usize = WORK + 8 * NUMBER;
export const SIGNED_Y: usize = WORK + 9 * NUMBER;
export const LIMBS_R: usize = WORK + 10 * NUMBER;
export const LIMBS_S: usize = WORK + 11 * NUMBER;
export const LIMBS_E: usize = WORK + 12 * NUMBER;
export const LIMBS_T: usize = WORK + 13 * NUMBER;
export const LIMBS_K: usize = WORK + 14 * NUMBER;
export const LIMBS_X: usize = WORK + 15 * NUMBER;
/** Powers in the inversion modulo p: Z^(2^k − 1) for k = 2, 4, 8, 16, 32. */
export const ONES_2: usize = WORK + 16 * NUMBER;
export const ONES_4: usize = WORK + 17 * NUMBER;
export const ONES_8: usize = WORK + 18 * NUMBER;
export const ONES_16: usize = WORK + 19 * NUMBER;
export const ONES_32: usize = WORK + 20 * NUMBER;
export const POWER: usize = WORK + 21 * NUMBER;
export const INVERTED: usize = WORK + 22 * NUMBER;
/** Little-endian scalars, each followed by zero bytes, since a window may reach beyond bit 255. */
export const SCALAR_1: usize = WORK + 23 * NUMBER;
export const SCALAR_2: usize = WORK + 24 * NUMBER;
/** An entry of a table, copied without telling which. */
export const SELECTED: usize = WORK + 25 * NUMBER;
/** Eighteen columns of 64 bits, of a product modulo n. */
export const COLUMNS: usize = WORK + 27 * NUMBER;
export const WORK_LENGTH: usize = 30 * NUMBER;

// Batches of points on their way into a table: Z and the products of all Z so far.
export const BATCH: i32 = 1024;
export const BATCH_Z: usize = 0x1000;
export const BATCH_PRODUCTS: usize = BATCH_Z + <usize>BATCH * NUMBER;

/** An entry of a table: x and y of a point, in Montgomery form. */
export const COORDINATE: usize = 40;
export const ENTRY: usize = 2 * COORDINATE;

/** Multiples of G for verification: digits of 8 bits. */
export const G_WINDOW: i32 = 8;
export const G_ROWS: i32 = 33;
export const G_TABLE: usize = BATCH_PRODUCTS + <usize>BATCH * NUMBER;
const G_TABLE_LENGTH: usize = <usize>G_ROWS * 128 * ENTRY;

/** Odd multiples of G for signing: digits of 7 bits. */
export const SIGNING_WINDOW: i32 = 7;
export const SIGNING_ROWS: i32 = 37;
export const SIGNING_TABLE: usize = G_TABLE + G_TABLE_LENGTH;
const SIGNING_TABLE_LENGTH: usize = <usize>SIGNING_ROWS * 64 * ENTRY;

/** Multiples of a public key: digits of 5 bits. The host says how many such tables there is room for. */
export const KEY_WINDOW: i32 = 5;
export const KEY_ROWS: i32 = 52;
export const KEY_TABLE_LENGTH: usize = <usize>KEY_ROWS * 16 * ENTRY;
export const KEY_TABLES: usize = SIGNING_TABLE + SIGNING_TABLE_LENGTH;

export function numberAt(start: usize, index: i32): usize {
  return start + <usize>index * NUMBER;
}
