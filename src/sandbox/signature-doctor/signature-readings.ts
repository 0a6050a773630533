import { parseSm2Signature } from '../../crypto/sm2-signature.js';
import { readSignature } from '../../protocol/signature-spelling.js';
import type { Found, MistakeName } from './mistakes.js';

/** One thing that `signData` can mean: raw r‖s of 64 bytes, or the 32 bytes of a digest. */
export interface Reading {
  readonly bytes: Buffer;
  readonly found: readonly Found[];
}

const HALF = 32;
const HEX = /^(?:[0-9a-f]{2})+$/i;

/** Everything an SM2 signature that stands so can mean; more than one where nobody can tell from its length. */
export function readingsOfSm2(signData: string): Reading[] {
  const text = signData.trim();
  const readings = [
    ...asThePlatformReads(text), ...fromBytes(Buffer.from(text, 'hex'), HEX.test(text) ? 'signature-hex' : undefined),
    ...fromBytes(Buffer.from(Buffer.from(text, 'base64').toString('latin1'), 'base64'), isBase64Inside(text) ? 'signature-double-base64' : undefined),
    ...fromBytes(Buffer.from(text, 'base64url'), /[-_]/.test(text) || text.length % 4 !== 0 ? 'signature-url-base64' : undefined),
    ...longHalves(Buffer.from(text, 'base64')),
  ];
  return readings.flatMap((reading) => [reading, ...turned(reading)]);
}

function asThePlatformReads(text: string): Reading[] {
  if (/[^A-Za-z0-9+/=]/.test(text) || text.length % 4 !== 0) return [];
  const spelled = readSignature(text);
  const names: Readonly<Record<string, MistakeName>> = { der: 'signature-der', 'hex-text': 'signature-hex-text', unpadded: 'signature-short' };
  return (spelled?.meanings ?? []).map((bytes) => {
    const name = names[spelled?.spelling ?? 'raw'];
    return { bytes: Buffer.from(bytes), found: name === undefined ? [] : [{ name }] };
  });
}

function fromBytes(bytes: Buffer, name: MistakeName | undefined): Reading[] {
  const raw = name === undefined ? undefined : parseSm2Signature(bytes);
  if (raw === undefined || name === undefined) return [];
  return [{ bytes: raw, found: [{ name }, ...(bytes.length === 2 * HALF ? [] : [{ name: 'signature-der' } as const])] }];
}

const isBase64Inside = (text: string): boolean => /^[A-Za-z0-9+/]{40,}={0,2}$/.test(Buffer.from(text, 'base64').toString('latin1'));

/** As Java's BigInteger writes them: 33 bytes where the top bit is set. */
function longHalves(bytes: Buffer): Reading[] {
  return [[33, 33], [33, 32], [32, 33]].flatMap(([ofR, ofS]) => {
    if (bytes.length !== ofR + ofS) return [];
    const [r, s] = [bytes.subarray(0, ofR), bytes.subarray(ofR)];
    const spare = (half: Buffer): boolean => half.length === HALF || half[0] === 0;
    const raw = spare(r) && spare(s) ? parseSm2Signature(Buffer.concat([r.subarray(-HALF), s.subarray(-HALF)])) : undefined;
    return raw === undefined ? [] : [{ bytes: raw, found: [{ name: 'signature-long-halves' } as const] }];
  });
}

/** The halves exchanged, or each read from its end. */
function turned({ bytes, found }: Reading): Reading[] {
  const [r, s] = [bytes.subarray(0, HALF), bytes.subarray(HALF)];
  const ways = [
    ['signature-halves-swapped', Buffer.concat([s, r])],
    ['signature-little-endian', Buffer.concat([Buffer.from(r).reverse(), Buffer.from(s).reverse()])],
  ] as const;
  return ways.flatMap(([name, each]) => {
    const raw = parseSm2Signature(each);
    return raw === undefined ? [] : [{ bytes: raw, found: [...found, { name }] }];
  });
}

/** Everything a digest that stands so can mean, for signType SM3: its bytes, whatever their number. */
export function readingsOfDigest(signData: string): Reading[] {
  const text = signData.trim();
  if (HEX.test(text) && text.length >= 32) return [{ bytes: Buffer.from(text, 'hex'), found: text === text.toUpperCase() ? [] : [{ name: 'digest-lower-case' }] }];
  const bytes = Buffer.from(text, 'base64');
  const inside = bytes.toString('latin1');
  const readings: Reading[] = [{ bytes, found: [{ name: 'digest-base64' }] }];
  if (HEX.test(inside)) readings.push({ bytes: Buffer.from(inside, 'hex'), found: [{ name: 'digest-base64' }] });
  return readings;
}
