/**
 * The recommended curve of SM2, y² = x³ + ax + b over F_p (GB/T 32918.5-2017 clause 2; named sm2p256v1, `SM2` in OpenSSL,
 * object identifier 1.2.156.10197.1.301). All values have 32 bytes, big endian.
 */
export const SM2_P = Buffer.from('fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff', 'hex');
export const SM2_A = Buffer.from('fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc', 'hex');
export const SM2_B = Buffer.from('28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93', 'hex');
/** Order of the base point; prime, cofactor 1, so every point of the curve except infinity is a valid public key. */
export const SM2_N = Buffer.from('fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123', 'hex');
/** The base point G as X‖Y (64 bytes). */
export const SM2_G = Buffer.from(
  '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7' +
    'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
  'hex',
);

const ZERO = Buffer.alloc(32);
const P = asNumber(SM2_P);
const A = asNumber(SM2_A);
const B = asNumber(SM2_B);

/**
 * Is X‖Y (64 bytes) a point of the curve with both coordinates below p? (GB/T 32918.1 clause 6.2.1.) Infinity has no such
 * form and is therefore never accepted. Handles public data only: the time depends on the values.
 */
export function isOnCurve(xy: Uint8Array): boolean {
  if (xy.length !== 64) return false;
  const x = asNumber(xy.subarray(0, 32));
  const y = asNumber(xy.subarray(32));
  return x < P && y < P && (y * y - (x * x + A) * x - B) % P === 0n;
}

/** Is `value` (32 bytes, big endian) in 1 … bound − 1? */
export function isBetweenZeroAnd(bound: Buffer, value: Uint8Array): boolean {
  return value.length === 32 && !ZERO.equals(value) && bound.compare(value) > 0;
}

function asNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`);
}
