import { createHash, createHmac } from 'node:crypto';
import { digestSigned } from '../../crypto/sm2-recovery.js';
import { SM2_A, SM2_B, SM2_G } from '../../crypto/sm2-curve.js';
import type { Sm2PublicKey } from '../../crypto/sm2.js';
import { sm3 } from '../../crypto/sm3.js';
import type { Signer } from './doctor-keys.js';
import { gravity, type Found } from './mistakes.js';
import type { Reading } from './signature-readings.js';

/** Tells whether a signature is one of these bytes, and under which mistakes; undefined where it is not. */
export interface Probe {
  of(bytes: Buffer): readonly Found[] | undefined;
}

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
  return {
    of(bytes) {
      const hits = fronts.flatMap(({ z, found }) => {
        const hit = signed.get(sm3(z, bytes).toString('hex'));
        return hit === undefined ? [] : [[...hit, ...found]];
      });
      return hits.toSorted((one, other) => gravity(one) - gravity(other))[0];
    },
  };
}

/** What stands in front of the bytes that are hashed: Z, or nothing. */
function frontsOf(key: Sm2PublicKey, ids: readonly string[] | 'usual'): { z: Buffer; found: readonly Found[] }[] {
  const usual = { z: key.z, found: [] };
  if (ids === 'usual') return [usual];
  const others = [...OTHER_IDS, ...ids.map((id) => [Buffer.from(id, 'utf8'), id] as const)];
  return [
    usual, { z: Buffer.alloc(0), found: [{ name: 'no-z' }] },
    ...others.map(([id, detail]) => ({ z: zOf(key, id), found: [{ name: 'user-id-other' as const, detail }] })),
  ];
}

/** Z for another identity (GB/T 32918.2 clause 5.5). */
function zOf(key: Sm2PublicKey, id: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(id.length * 8);
  return sm3(length, id, SM2_A, SM2_B, SM2_G, key.point.subarray(1));
}

/** The same for signType SM3, where the signature is a digest itself. */
export function sm3Probe(readings: readonly Reading[], appSecret: string): Probe {
  const digests = new Map(readings.map(({ bytes, found }) => [bytes.toString('hex'), found]));
  return {
    of(bytes) {
      const ways: readonly (readonly [Buffer, readonly Found[]])[] = [
        [sm3(bytes), []], [createHmac('sm3', appSecret).update(bytes).digest(), [{ name: 'digest-hmac' }]],
        ...['sha256', 'md5', 'sha1'].map((hash) => [createHash(hash).update(bytes).digest(), [{ name: 'digest-other-hash', detail: hash }]] as const),
      ];
      const hit = ways.find(([digest]) => digests.has(digest.toString('hex')));
      return hit && [...(digests.get(hit[0].toString('hex')) ?? []), ...hit[1]];
    },
  };
}
