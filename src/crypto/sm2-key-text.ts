/** A text or byte string that is not an SM2 key. The message is one sentence and never holds key material. */
export class Sm2KeyError extends Error {
  override readonly name = 'Sm2KeyError';
}

/**
 * Bytes of a key written in Base64 (RFC 4648 clause 4, padding required). White space around it is ignored, since keys are
 * pasted into files. Anything else throws {@link Sm2KeyError}: Node's own decoder would skip what it does not know and
 * return a different key.
 */
export function decodeKeyText(kind: 'public' | 'private', text: string): Buffer {
  const trimmed = text.trim();
  const bytes = Buffer.from(trimmed, 'base64');
  // Hexadecimal digits are Base64 characters as well, so this common mistake has to be asked for first.
  if (/^[0-9a-f]{64,130}$/i.test(trimmed)) throw new Sm2KeyError(`The SM2 ${kind} key is written in hex, not in Base64.`);
  if (bytes.toString('base64') !== trimmed) throw new Sm2KeyError(`The SM2 ${kind} key is not valid Base64.`);
  return bytes;
}
