import { timingSafeEqual } from 'node:crypto';

/** Are both byte strings the same? For equal lengths the time does not depend on the content; the length is not secret. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * {@link equalBytes} for texts. Compares UTF-16 code units, because encoding to UTF-8 would turn every lone
 * surrogate into U+FFFD and so call different texts equal.
 */
export function equalText(a: string, b: string): boolean {
  return equalBytes(Buffer.from(a, 'utf16le'), Buffer.from(b, 'utf16le'));
}
