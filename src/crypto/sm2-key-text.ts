/** A text or byte string that is not an SM2 key. The message is one sentence and never holds key material. */
export class Sm2KeyError extends Error {
  override readonly name = 'Sm2KeyError';
}

/** Hex of 32, 33, 64 or 65 bytes. As Base64 such a text would be 48 or 96 bytes or none, which no key has, so the two cannot be confused. */
const HEX_KEY = /^(?:[0-9a-f]{64}|[0-9a-f]{66}|[0-9a-f]{128}|[0-9a-f]{130})$/i;

/**
 * Bytes of a key written in hex or in Base64 (RFC 4648 clause 4, padding required). White space around it is ignored, since
 * keys are pasted into files. Anything else throws {@link Sm2KeyError}: Node's own decoder would skip what it does not know
 * and return a different key. INT-114
 */
export function decodeKeyText(kind: 'public' | 'private', text: string): Buffer {
  const trimmed = text.trim();
  if (HEX_KEY.test(trimmed)) return Buffer.from(trimmed, 'hex');
  const bytes = Buffer.from(trimmed, 'base64');
  if (bytes.toString('base64') !== trimmed) throw new Sm2KeyError(`The SM2 ${kind} key is neither valid Base64 nor hex of the right length.`);
  return bytes;
}
