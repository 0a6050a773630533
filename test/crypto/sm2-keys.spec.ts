import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sm2 } from 'sm-crypto';
import { generateSm2KeyPair, parseSm2PrivateKey, parseSm2PublicKey, Sm2KeyError, Sm2PrivateKey, Sm2PublicKey } from '../../src/crypto/sm2.js';
import { nativeSm2 } from '../../src/crypto/sm2-native.js';
import { type Because, hex, loadVectors } from './load-vectors.js';

interface Case extends Because { bytes: string }
interface Vectors {
  pair: { privateKey: string; publicKey: string };
  points: { accepted: Case[]; refused: Case[] };
  scalars: { accepted: Case[]; refused: Case[] };
}
const { pair, points, scalars } = loadVectors<Vectors>('sm2-keys');
const { z } = loadVectors<{ z: string }>('sm2-signature');
const base64 = (text: string): string => hex(text).toString('base64');

describe('SM2 public key', () => {
  it.each(points.accepted)('is read from Base64 and from bytes: $because', ({ bytes }) => {
    const point = hex(bytes.length === 128 ? `04${bytes}` : bytes);
    expect(parseSm2PublicKey(hex(bytes)).point).toEqual(point);
    expect(parseSm2PublicKey(base64(bytes)).point).toEqual(point);
    expect(parseSm2PublicKey(new Uint8Array(hex(bytes))).toBase64()).toBe(point.toString('base64'));
  });

  it.each(points.accepted)('can be used by OpenSSL: $because', ({ bytes }) => {
    const key = parseSm2PublicKey(hex(bytes));
    expect(key.keyObject.export({ format: 'der', type: 'spki' }).subarray(-65)).toEqual(key.point);
    expect(nativeSm2.verify(key, Buffer.from('m'), Buffer.alloc(64, 1))).toBe(false);
  });

  it.each(points.refused)('is refused: $because', ({ bytes }) => {
    expect(() => parseSm2PublicKey(hex(bytes))).toThrow(Sm2KeyError);
    expect(() => parseSm2PublicKey(base64(bytes))).toThrow(Sm2KeyError);
    expect(() => new Sm2PublicKey(hex(bytes))).toThrow(Sm2KeyError);
  });

  it.each(['', 'not a key', '医保', `${base64(pair.publicKey)}=`, base64(pair.publicKey).slice(0, -1), base64(pair.publicKey).replace('+', '-'),
    `${base64(pair.publicKey).slice(0, 40)}\n${base64(pair.publicKey).slice(40)}`])('is refused as text %j', (text) => {
    expect(() => parseSm2PublicKey(text)).toThrow(Sm2KeyError);
  });

  it('is read from hex in either case, with and without the 04', () => {
    for (const text of [pair.publicKey, pair.publicKey.toUpperCase(), pair.publicKey.slice(2), ` ${pair.publicKey}\n`]) {
      expect(parseSm2PublicKey(text).point.toString('hex')).toBe(pair.publicKey);
    }
  });

  it.each([pair.publicKey.slice(4), `${pair.publicKey}00`, `0x${pair.publicKey}`, pair.privateKey, `02${pair.publicKey.slice(2, 66)}`])('is refused as hex %s', (text) => {
    expect(() => parseSm2PublicKey(text)).toThrow(Sm2KeyError);
  });

  it('may stand between white space, as pasted keys do', () => {
    expect(parseSm2PublicKey(` ${base64(pair.publicKey)}\r\n`).toBase64()).toBe(base64(pair.publicKey));
  });

  it('has the published Z for the identity 1234567812345678, computed once', () => {
    const key = parseSm2PublicKey(hex(pair.publicKey));
    expect(key.z.toString('hex')).toBe(z);
    expect(key.z).toBe(key.z);
    expect(key.keyObject).toBe(key.keyObject);
  });

  it('keeps its own copy of the bytes', () => {
    const given = hex(pair.publicKey);
    const key = parseSm2PublicKey(given);
    given.fill(0);
    expect(key.point.toString('hex')).toBe(pair.publicKey);
  });

  it('is not found in random bytes or text; the answer is always Sm2KeyError, and a key or that for a private key', () => {
    const anything = fc.oneof(fc.uint8Array({ maxLength: 140 }), fc.uint8Array({ minLength: 64, maxLength: 66 }),
      fc.uint8Array({ minLength: 32, maxLength: 33 }), fc.string(), fc.base64String());
    fc.assert(fc.property(anything, (input) => {
      expect(outcomeOf(() => parseSm2PublicKey(input))).toBe('Sm2KeyError');
      expect(outcomeOf(() => parseSm2PrivateKey(input))).toMatch(/^(Sm2PrivateKey|Sm2KeyError)$/);
    }), { numRuns: 1000 });
  });
});

describe('SM2 private key', () => {
  it.each(scalars.accepted)('is read from Base64 and from bytes: $because', ({ bytes }) => {
    const scalar = hex(bytes.slice(-64));
    expect(parseSm2PrivateKey(hex(bytes)).scalar).toEqual(scalar);
    expect(parseSm2PrivateKey(` ${base64(bytes)}\n`).toBase64()).toBe(scalar.toString('base64'));
  });

  it.each(scalars.accepted)('has the public key that sm-crypto computes, and signs: $because', ({ bytes }) => {
    const key = parseSm2PrivateKey(hex(bytes));
    expect(key.publicKey.point.toString('hex')).toBe(publicKeyBySmCrypto(bytes.slice(-64)));
    expect(nativeSm2.verify(key.publicKey, Buffer.from('m'), nativeSm2.sign(key, Buffer.from('m')))).toBe(true);
  });

  it.each(scalars.refused)('is refused: $because', ({ bytes }) => {
    expect(() => parseSm2PrivateKey(hex(bytes))).toThrow(Sm2KeyError);
    expect(() => parseSm2PrivateKey(base64(bytes))).toThrow(Sm2KeyError);
    expect(() => new Sm2PrivateKey(hex(bytes))).toThrow(Sm2KeyError);
  });

  it('says what to do with a short key', () => {
    expect(() => parseSm2PrivateKey(hex(pair.privateKey).subarray(1))).toThrow(/not 31; pad it with zero bytes on the left/);
  });

  it.each(scalars.accepted)('is read from hex in either case: $because', ({ bytes }) => {
    for (const text of [bytes, bytes.toUpperCase(), ` ${bytes}\n`]) expect(parseSm2PrivateKey(text).scalar).toEqual(hex(bytes.slice(-64)));
  });

  it.each([pair.privateKey.slice(2), `01${pair.privateKey}`, `0x${pair.privateKey}`, pair.publicKey, pair.publicKey.slice(2)])('is refused as hex %s', (text) => {
    expect(() => parseSm2PrivateKey(text)).toThrow(Sm2KeyError);
  });

  it('belongs to the published public key', () => {
    expect(parseSm2PrivateKey(hex(pair.privateKey)).publicKey.point.toString('hex')).toBe(pair.publicKey);
  });

  it('shows its scalar in no print-out, and in no error', () => {
    const key = parseSm2PrivateKey(hex(pair.privateKey));
    key.keyObject.export({ format: 'der', type: 'pkcs8' });
    const shown = [
      JSON.stringify({ key, list: [key] }), String(key), inspect(key, { depth: 9, showHidden: true }), inspect({ key }),
      JSON.stringify(Object.entries(key)), JSON.stringify(Object.assign({}, key)), inspect(key, { customInspect: false, depth: 9, showHidden: true }),
      ...[hex(pair.privateKey).subarray(1), `${base64(pair.privateKey)}=`, `${pair.privateKey}0`, `01${pair.privateKey}`].map(messageOfRefusal),
    ].join('\n');
    for (const form of [pair.privateKey, base64(pair.privateKey), base64(pair.privateKey).slice(0, 10), pair.privateKey.slice(0, 8),
      pair.privateKey.slice(0, 8).toUpperCase(), hex(pair.privateKey).subarray(0, 4).join(','), '39 45 20']) {
      expect(shown).not.toContain(form);
    }
    expect(shown).toContain(key.publicKey.toBase64());
  });

  it('gives out copies of its scalar only', () => {
    const key = parseSm2PrivateKey(hex(pair.privateKey));
    key.scalar.fill(0);
    expect(key.scalar.toString('hex')).toBe(pair.privateKey);
  });
});

describe('generated SM2 key pairs', () => {
  it('are different, valid, and come back from Base64', () => {
    const made = Array.from({ length: 200 }, generateSm2KeyPair);
    expect(new Set(made.map(({ privateKey }) => privateKey.toBase64())).size).toBe(200);
    for (const { privateKey, publicKey } of made) {
      expect(privateKey.publicKey).toBe(publicKey);
      expect(parseSm2PrivateKey(privateKey.toBase64()).publicKey.point).toEqual(parseSm2PublicKey(publicKey.toBase64()).point);
    }
  });
});

/** `getPublicKeyFromPrivateKey` exists since sm-crypto 0.3.13 but is missing from its published types. */
function publicKeyBySmCrypto(scalarHex: string): string {
  const untyped = sm2 as unknown as { getPublicKeyFromPrivateKey(scalar: string): string };
  return untyped.getPublicKeyFromPrivateKey(scalarHex);
}

function messageOfRefusal(input: string | Uint8Array): string {
  try {
    return parseSm2PrivateKey(input).toString();
  } catch (error) {
    return inspect(error);
  }
}

function outcomeOf(parse: () => object): string {
  try {
    return parse().constructor.name;
  } catch (error) {
    return error instanceof Error ? error.name : typeof error;
  }
}
