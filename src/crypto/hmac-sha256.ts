import { createHmac } from 'node:crypto';

/** HMAC-SHA256 over the UTF-8 text: 64 upper-case hex characters, as payment platforms write it. */
export function hmacSha256(text: string, key: string): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('hex').toUpperCase();
}
