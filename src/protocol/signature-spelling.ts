import { parseSm2Signature, signatureToDer } from '../crypto/sm2-signature.js';

/**
 * How clients write an SM2 signature into `signData`, always as Base64 of bytes: r‖s of 64 bytes; its DER; the letters of its hexadecimal digits (a
 * mistake); r‖s without the zero bytes in front of r or s (a mistake: one signature in 128 comes out short). INT-110
 */
export type SignatureSpelling = 'raw' | 'der' | 'hex-text' | 'unpadded';

/** An SM2 signature as it stands in `signData`. */
export interface SpelledSignature {
  readonly spelling: SignatureSpelling;
  /** Every signature it can mean, raw r‖s: more than one only where zero bytes are missing and nobody can tell whether of r or of s. */
  readonly meanings: readonly Uint8Array[];
}

const RAW = 64;
const HALF = 32;
/** Three zero bytes in a row come once in eight million signatures. */
const MOST_MISSING = 2;

/** Characters of the longest spelling: Base64 of 128 hexadecimal digits. */
export const LONGEST_SIGNATURE = 172;

/** Reads `signData`; undefined for what is no signature in any spelling. */
export function readSignature(signData: string): SpelledSignature | undefined {
  const bytes = Buffer.from(signData, 'base64');
  const plain = parseSm2Signature(bytes);
  if (plain !== undefined) return { spelling: bytes.length === RAW ? 'raw' : 'der', meanings: [plain] };
  if (bytes.length === 2 * RAW) return spelled('hex-text', [bytesOfDigits(bytes)]);
  const missing = RAW - bytes.length;
  return missing > 0 && missing <= MOST_MISSING ? spelled('unpadded', padded(bytes, missing)) : undefined;
}

/** Writes raw r‖s. */
export function writeSignature(raw: Buffer, spelling: SignatureSpelling): string {
  return spellings[spelling](raw).toString('base64');
}

const spellings: Readonly<Record<SignatureSpelling, (raw: Buffer) => Buffer>> = {
  raw: (raw) => raw,
  der: signatureToDer,
  'hex-text': (raw) => Buffer.from(raw.toString('hex'), 'ascii'),
  unpadded: (raw) => Buffer.concat([withoutZeros(raw.subarray(0, HALF)), withoutZeros(raw.subarray(HALF))]),
};

function spelled(spelling: SignatureSpelling, readings: readonly Uint8Array[]): SpelledSignature | undefined {
  const meanings = readings.flatMap((each) => parseSm2Signature(each) ?? []);
  return meanings.length === 0 ? undefined : { spelling, meanings };
}

function bytesOfDigits(letters: Buffer): Buffer {
  const digits = letters.toString('latin1');
  return /^[0-9a-f]+$/i.test(digits) ? Buffer.from(digits, 'hex') : Buffer.alloc(0);
}

/** Every way to share out the missing bytes between r and s. */
function padded(bytes: Buffer, missing: number): Buffer[] {
  return Array.from({ length: missing + 1 }, (_, ofR) => {
    const cut = HALF - ofR;
    return Buffer.concat([Buffer.alloc(ofR), bytes.subarray(0, cut), Buffer.alloc(missing - ofR), bytes.subarray(cut)]);
  });
}

function withoutZeros(half: Buffer): Buffer {
  const start = half.findIndex((byte) => byte !== 0);
  return half.subarray(Math.max(start, 0));
}
