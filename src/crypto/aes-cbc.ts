import { createCipheriv, createDecipheriv } from 'node:crypto';

const ZERO_IV = Buffer.alloc(16);

/** AES-128-CBC, PKCS#7, IV of zeros, as payment platforms encrypt content: to talk to them, never for data at rest. `key`: Base64 of 16 bytes. Gives Base64. */
export function encryptAesCbc(text: string, key: string): string {
  const cipher = createCipheriv('aes-128-cbc', Buffer.from(key, 'base64'), ZERO_IV);
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}

/** The text that `encryptAesCbc` was given. Throws where key or cipher text do not fit. */
export function decryptAesCbc(cipherText: string, key: string): string {
  const decipher = createDecipheriv('aes-128-cbc', Buffer.from(key, 'base64'), ZERO_IV);
  return Buffer.concat([decipher.update(cipherText, 'base64'), decipher.final()]).toString('utf8');
}
