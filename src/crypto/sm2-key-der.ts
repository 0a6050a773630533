/**
 * DER wrappings of SM2 keys. Every field has a fixed length, so each is a constant prefix. Both name the algorithm
 * ecPublicKey (1.2.840.10045.2.1) with the curve 1.2.156.10197.1.301, which makes OpenSSL treat the key as SM2.
 */
const SPKI_HEAD = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex');
const PKCS8_HEAD = Buffer.from('308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420', 'hex');
const PKCS8_PUBLIC_KEY = Buffer.from('a144034200', 'hex');

/** SubjectPublicKeyInfo (RFC 5480) of a point, 65 bytes 04‖X‖Y. */
export function spkiDer(point: Buffer): Buffer {
  return Buffer.concat([SPKI_HEAD, point]);
}

/** PKCS#8 PrivateKeyInfo with an ECPrivateKey inside (RFC 5208, RFC 5915) of 32 scalar bytes and their point. */
export function pkcs8Der(scalar: Buffer, point: Buffer): Buffer {
  return Buffer.concat([PKCS8_HEAD, scalar, PKCS8_PUBLIC_KEY, point]);
}
