import { P, N, ONE, ONE_N, INTO_FORM, INTO_FORM_N, UNIT, N_MINUS_2 } from './memory';

/**
 * Numbers as nine limbs of 29 bits in i32, least significant first: Σ limb[i]·2^(29·i). Limbs may be negative between
 * operations. 29 bits leave room for nine products of such limbs, signs included, in one i64, so a product of two numbers
 * needs no carry on its way. Nothing here branches on a value or reads at an address that depends on one.
 */
export const LIMB: i64 = 29;
export const LOW: i64 = 0x1fffffff;
export const LIMB_32: i32 = 29;
export const LOW_32: i32 = 0x1fffffff;
const TOP: usize = 32;

export function copy(to: usize, from: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
  store<i32>(to, load<i32>(from, TOP), TOP);
}

/** to = a − b, carried. Result: −1 (all bits set) if it is negative, else 0. */
export function subtract(to: usize, a: usize, b: usize): i32 {
  let carry = 0;
  for (let i: usize = 0; i < TOP; i += 4) {
    const limb = load<i32>(a + i) - load<i32>(b + i) + carry;
    carry = limb >> LIMB_32;
    store<i32>(to + i, limb & LOW_32);
  }
  const top = load<i32>(a, TOP) - load<i32>(b, TOP) + carry;
  store<i32>(to, top, TOP);
  return top >> 31;
}

/** to = a + (b where mask is −1, 0 where it is 0), carried. */
export function addMasked(to: usize, a: usize, b: usize, mask: i32): void {
  let carry = 0;
  for (let i: usize = 0; i < TOP; i += 4) {
    const limb = load<i32>(a + i) + (load<i32>(b + i) & mask) + carry;
    carry = limb >> LIMB_32;
    store<i32>(to + i, limb & LOW_32);
  }
  store<i32>(to, load<i32>(a, TOP) + (load<i32>(b, TOP) & mask) + carry, TOP);
}

export function add(to: usize, a: usize, b: usize): void {
  addMasked(to, a, b, -1);
}

/** Takes the modulus away once if the number, which is not negative, is not below it. */
export function reduceOnce(a: usize, modulus: usize): void {
  addMasked(a, a, modulus, subtract(a, a, modulus));
}

/** −1 if a carried number is zero, else 0. */
export function zeroMask(a: usize): i32 {
  let bits = 0;
  for (let i: usize = 0; i <= TOP; i += 4) bits |= load<i32>(a + i);
  return ((bits | -bits) >> 31) ^ -1;
}

/** to = a where mask is −1, b where it is 0. */
export function select(to: usize, a: usize, b: usize, mask: i32): void {
  for (let i: usize = 0; i <= TOP; i += 4) {
    const other = load<i32>(b + i);
    store<i32>(to + i, other ^ ((other ^ load<i32>(a + i)) & mask));
  }
}

/** 32 bytes, big endian, into limbs. */
export function read(to: usize, bytes: usize): void {
  fromWords(to, bswap(load<u64>(bytes)), bswap(load<u64>(bytes, 8)), bswap(load<u64>(bytes, 16)), bswap(load<u64>(bytes, 24)));
}

/** A carried number below 2²⁵⁶ into 32 bytes, big endian. */
export function write(bytes: usize, a: usize): void {
  store<u64>(bytes, bswap(word(a, 3)));
  store<u64>(bytes, bswap(word(a, 2)), 8);
  store<u64>(bytes, bswap(word(a, 1)), 16);
  store<u64>(bytes, bswap(word(a, 0)), 24);
}

/** A carried number below 2²⁵⁶ into 32 bytes, little endian, with 16 zero bytes behind them. */
export function writeScalar(bytes: usize, a: usize): void {
  for (let i = 0; i < 4; i++) store<u64>(bytes + ((<usize>i) << 3), word(a, i));
  v128.store(bytes, i64x2.splat(0), 32);
}

/** Bits 64·i … 64·i + 63; they lie in three limbs. */
function word(a: usize, i: i32): u64 {
  const first = (i << 6) / LIMB_32;
  const at = a + ((<usize>first) << 2);
  const skip = <u64>((i << 6) - first * LIMB_32);
  return (<u64>load<u32>(at) >> skip) | (<u64>load<u32>(at, 4) << (29 - skip)) | (<u64>load<u32>(at, 8) << (58 - skip));
}

function fromWords(to: usize, w3: u64, w2: u64, w1: u64, w0: u64): void {
  store<u32>(to, <u32>(w0 & LOW));
  store<u32>(to, <u32>((w0 >> 29) & LOW), 4);
  store<u32>(to, <u32>(((w0 >> 58) | (w1 << 6)) & LOW), 8);
  store<u32>(to, <u32>((w1 >> 23) & LOW), 12);
  store<u32>(to, <u32>(((w1 >> 52) | (w2 << 12)) & LOW), 16);
  store<u32>(to, <u32>((w2 >> 17) & LOW), 20);
  store<u32>(to, <u32>(((w2 >> 46) | (w3 << 18)) & LOW), 24);
  store<u32>(to, <u32>((w3 >> 11) & LOW), 28);
  store<u32>(to, <u32>(w3 >> 40), 32);
}

/** p and n of the recommended curve (GB/T 32918.5-2017 clause 2), and the powers of two that Montgomery form needs. */
export function writeConstants(): void {
  fromWords(P, 0xfffffffeffffffff, 0xffffffffffffffff, 0xffffffff00000000, 0xffffffffffffffff);
  fromWords(N, 0xfffffffeffffffff, 0xffffffffffffffff, 0x7203df6b21c6052b, 0x53bbf40939d54123);
  fromWords(UNIT, 0, 0, 0, 1);
  powerOfTwo(ONE, 261, P);
  powerOfTwo(INTO_FORM, 522, P);
  powerOfTwo(ONE_N, 261, N);
  powerOfTwo(INTO_FORM_N, 522, N);
  writeScalar(N_MINUS_2, N);
  store<u8>(N_MINUS_2, load<u8>(N_MINUS_2) - 2);
}

/** to = 2^exponent mod modulus, by doubling. */
function powerOfTwo(to: usize, exponent: i32, modulus: usize): void {
  copy(to, UNIT);
  for (let i = 0; i < exponent; i++) {
    add(to, to, to);
    reduceOnce(to, modulus);
  }
}
