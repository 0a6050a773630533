import type { Sm2PrivateKey, Sm2PublicKey } from './sm2-keys.js';

export {
  generateSm2KeyPair,
  parseSm2PrivateKey,
  parseSm2PublicKey,
  Sm2KeyError,
  Sm2PrivateKey,
  Sm2PublicKey,
} from './sm2-keys.js';

/**
 * SM2 digital signatures (GB/T 32918.2-2016) with SM3 and the identity 1234567812345678, on the curve of GB/T 32918.5.
 * Engines are exchangeable: what one signs, every other one verifies.
 */
export interface Sm2Engine {
  /** Signs a message (clause 6.1). Result: raw r‖s, 64 bytes, each half left-padded to 32. Never the same twice. */
  sign(key: Sm2PrivateKey, message: Uint8Array): Buffer;
  /**
   * Is this raw r‖s (64 bytes) a signature of the message (clause 7.1)? Never throws for what stands in `signature`: every
   * other length, and every value out of range, is simply false. DER is read by `parseSm2Signature` beforehand.
   */
  verify(key: Sm2PublicKey, message: Uint8Array, signature: Uint8Array): boolean;
}
