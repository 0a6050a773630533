import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';

declare const sm4KeyBrand: unique symbol;

/**
 * A 128-bit SM4 key. Always a KeyObject: it does not print its bytes, and on Node 24 a cipher made from plain
 * bytes costs four times as much as one made from a KeyObject.
 */
export type Sm4Key = KeyObject & { readonly [sm4KeyBrand]: true };

/** A key, IV or cipher text that SM4 cannot accept. The message never says which byte was wrong. */
export class Sm4Error extends Error {
  override readonly name = 'Sm4Error';
}

/** Makes an SM4 key of 16 bytes; throws {@link Sm4Error} on any other length. */
export function sm4Key(bytes16: Uint8Array): Sm4Key {
  if (bytes16.length !== 16) throw new Sm4Error(`An SM4 key has 16 bytes, not ${bytes16.length}.`);
  return createSecretKey(bytes16) as Sm4Key;
}

/** SM4 (GB/T 32907-2016) in ECB mode with PKCS#7 padding (RFC 5652 clause 6.3): 1 to 16 bytes longer than `plain`. */
export function sm4EcbEncrypt(key: Sm4Key, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('sm4-ecb', key, null);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
}

/** Reverse of {@link sm4EcbEncrypt}; throws {@link Sm4Error} when length or padding is wrong. */
export function sm4EcbDecrypt(key: Sm4Key, cipher: Uint8Array): Buffer {
  return decrypted('sm4-ecb', key, null, cipher);
}

/** SM4 in CBC mode (GB/T 17964) with PKCS#7 padding; `iv` has 16 bytes, otherwise {@link Sm4Error}. */
export function sm4CbcEncrypt(key: Sm4Key, iv: Uint8Array, plain: Uint8Array): Buffer {
  requireIv(iv);
  const cipher = createCipheriv('sm4-cbc', key, iv);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
}

/** Reverse of {@link sm4CbcEncrypt}; throws {@link Sm4Error} when IV length, length or padding is wrong. */
export function sm4CbcDecrypt(key: Sm4Key, iv: Uint8Array, cipher: Uint8Array): Buffer {
  requireIv(iv);
  return decrypted('sm4-cbc', key, iv, cipher);
}

function requireIv(iv: Uint8Array): void {
  if (iv.length !== 16) throw new Sm4Error(`An SM4 IV has 16 bytes, not ${iv.length}.`);
}

/** One sentence for every failure, so that the message cannot serve as a padding oracle. */
function decrypted(mode: 'sm4-ecb' | 'sm4-cbc', key: Sm4Key, iv: Uint8Array | null, cipher: Uint8Array): Buffer {
  const decipher = createDecipheriv(mode, key, iv);
  try {
    return Buffer.concat([decipher.update(cipher), decipher.final()]);
  } catch {
    throw new Sm4Error('The SM4 cipher text does not decrypt under this key.');
  }
}
