import { createSign, createVerify } from 'node:crypto';
import type { Sm2PrivateKey, Sm2PublicKey } from './sm2-keys.js';
import { parseSm2Signature, signatureFromDer, signatureToDer } from './sm2-signature.js';
import type { Sm2Engine } from './sm2.js';

/**
 * SM2 on the OpenSSL inside Node. Standard only in exactly this form, for two reasons that node:crypto does not state:
 * a key that was not imported from DER signs ECDSA on the SM2 curve; and the one-shot `crypto.sign` puts a Z of its own,
 * with an empty identity, in front of the message. `createSign` puts nothing in front, so Z is written here.
 */
export const nativeSm2: Sm2Engine = {
  sign(key: Sm2PrivateKey, message: Uint8Array): Buffer {
    const der = createSign('sm3').update(key.publicKey.z).update(message).sign(key.keyObject);
    const raw = signatureFromDer(der);
    if (!raw) throw new Error('OpenSSL returned an SM2 signature that is not strict DER.');
    return raw;
  },

  verify(key: Sm2PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
    if (signature.length !== 64) return false;
    const raw = parseSm2Signature(signature);
    if (!raw) return false;
    return createVerify('sm3').update(key.z).update(message).verify(key.keyObject, signatureToDer(raw));
  },
};
