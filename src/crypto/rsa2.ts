import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';

/** A key pair as payment platforms exchange it: Base64 of PKCS#8 and of SubjectPublicKeyInfo, both DER. */
export interface Rsa2KeyTexts {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** RSA2 (RSASSA-PKCS1-v1_5 with SHA-256, keys of 2048 bits and more) over the UTF-8 text. Result: Base64. Throws where the key cannot be read. */
export function signRsa2(text: string, privateKey: string): string {
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  return sign('sha256', Buffer.from(text, 'utf8'), key).toString('base64');
}

/** Whether a signature of `signRsa2` is right. Throws where the key cannot be read. */
export function verifyRsa2(text: string, signature: string, publicKey: string): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  return verify('sha256', Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'));
}

/** A fresh pair of 2048 bits. */
export function generateRsa2KeyPair(): Rsa2KeyTexts {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'der' }, publicKeyEncoding: { type: 'spki', format: 'der' },
  });
  return { privateKey: privateKey.toString('base64'), publicKey: publicKey.toString('base64') };
}
