import { createHash, type Hash } from 'node:crypto';
import { digestSigned } from '../../crypto/sm2-recovery.js';
import type { Sm2PublicKey } from '../../crypto/sm2.js';
import { sm3 } from '../../crypto/sm3.js';
import type { Signer } from './doctor-keys.js';
import { gravity, type Found } from './mistakes.js';
import type { Reading } from './signature-readings.js';

/** Tells whether a signature is one of these bytes, and under which mistakes; undefined where it is not. */
export interface Probe {
  of(bytes: Buffer): readonly Found[] | undefined;
  /** The same for strings that begin alike: the beginning, in which `data` stands, is hashed once for all of them. */
  startingWith(beginning: Buffer): Probe;
}

/** What no bytes are. */
export const nothing: Probe = { of: () => undefined, startingWith: () => nothing };

const USUAL_ID = '1234567812345678';
const OTHER_IDS: readonly (readonly [id: Buffer, detail: string])[] = [
  [Buffer.alloc(0), 'empty'], [Buffer.from(USUAL_ID, 'hex'), '12 34 56 78 … as bytes'], [Buffer.from('ALICE123@YAHOO.COM', 'ascii'), 'ALICE123@YAHOO.COM'],
];

/**
 * A signature tells the one digest over which each of the signers would have made it. So thousands of strings are tried by hashing them, and none is called
 * signed that was not.
 */
export function sm2Probe(readings: readonly Reading[], signers: readonly Signer[], ids: readonly string[] | 'usual'): Probe {
  const signed = new Map<string, readonly Found[]>();
  for (const signer of signers) {
    for (const reading of readings) {
      const digest = digestSigned(signer.key, reading.bytes)?.toString('hex');
      if (digest !== undefined) signed.set(digest, [...reading.found, ...signer.found]);
    }
  }
  const fronts = signers.flatMap(({ key }) => frontsOf(key, ids));
  return signedProbe(signed, fronts.map(({ z, found }) => ({ begun: createHash('sm3').update(z), found })));
}

/** A digest whose beginning is hashed already; always copied, never ended. */
type Begun = { readonly begun: Hash; readonly found: readonly Found[] };

function signedProbe(signed: ReadonlyMap<string, readonly Found[]>, fronts: readonly Begun[]): Probe {
  return {
    of(bytes) {
      const hits = fronts.flatMap(({ begun, found }) => {
        const hit = signed.get(begun.copy().update(bytes).digest('hex'));
        return hit === undefined ? [] : [[...hit, ...found]];
      });
      return hits.toSorted((one, other) => gravity(one) - gravity(other))[0];
    },
    startingWith: (beginning) => signedProbe(signed, fronts.map(({ begun, found }) => ({ begun: begun.copy().update(beginning), found }))),
  };
}

/** What stands in front of the bytes that are hashed: Z, or nothing. */
function frontsOf(key: Sm2PublicKey, ids: readonly string[] | 'usual'): { z: Buffer; found: readonly Found[] }[] {
  const usual = { z: key.z, found: [] };
  if (ids === 'usual') return [usual];
  const others = [...OTHER_IDS, ...ids.map((id) => [Buffer.from(id, 'utf8'), id] as const)];
  return [
    usual, { z: Buffer.alloc(0), found: [{ name: 'no-z' }] },
    ...others.map(([id, detail]) => ({ z: key.zFor(id), found: [{ name: 'user-id-other' as const, detail }] })),
  ];
}

/** The same for signType SM3, where the signature is a digest itself. */
export function sm3Probe(readings: readonly Reading[], appSecret: string): Probe {
  const digests = new Map(readings.map(({ bytes, found }) => [bytes.toString('hex'), found]));
  return digestProbe(digests, [
    { begun: createHash('sm3'), found: [] }, hmacBegun(appSecret),
    ...['sha256', 'md5', 'sha1'].map((hash) => ({ begun: createHash(hash), found: [{ name: 'digest-other-hash' as const, detail: hash }] })),
  ]);
}

/** `outer`: HMAC hashes once more, behind these bytes. */
type Way = Begun & { readonly outer?: Buffer };

function digestProbe(digests: ReadonlyMap<string, readonly Found[]>, ways: readonly Way[]): Probe {
  return {
    of(bytes) {
      for (const { begun, outer, found } of ways) {
        const digest = begun.copy().update(bytes).digest();
        const hit = digests.get((outer === undefined ? digest : sm3(outer, digest)).toString('hex'));
        if (hit !== undefined) return [...hit, ...found];
      }
      return undefined;
    },
    startingWith: (beginning) => digestProbe(digests, ways.map((way) => ({ ...way, begun: way.begun.copy().update(beginning) }))),
  };
}

/** HMAC-SM3 as two hashes (RFC 2104, blocks of 64 bytes), because an HMAC of Node cannot be copied. */
function hmacBegun(secret: string): Way {
  const given = Buffer.from(secret, 'utf8');
  const key = Buffer.concat([given.length > 64 ? sm3(given) : given], 64);
  return { begun: createHash('sm3').update(key.map((byte) => byte ^ 0x36)), outer: Buffer.from(key.map((byte) => byte ^ 0x5c)), found: [{ name: 'digest-hmac' }] };
}
