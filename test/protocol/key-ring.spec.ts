import { describe, expect, it } from '@jest/globals';
import { Sm2KeyError } from '../../src/crypto/sm2.js';
import { referenceSm2 } from '../../src/crypto/sm2-reference.js';
import { Sm4Error, sm4EcbDecrypt, type Sm4Key } from '../../src/crypto/sm4.js';
import { deriveTransportKey, keyRing } from '../../src/protocol/key-ring.js';
import { bytes, golden, hospitalKeys, loadVectors, provinceKeys } from './parties.js';

interface Vectors { keys: { because: string; appId: string; appSecret: string; key: string }[] }
const { keys } = loadVectors<Vectors>('transport-key');
const letters = (key: Sm4Key): string => key.export().toString('ascii');
const texts = { appId: golden.appId, appSecret: golden.appSecret, privateKey: golden.hospital.privateKey, counterpartPublicKey: golden.province.publicKey };

describe('the SM4 key of an application', () => {
  it.each(keys)('is derived as another implementation derives it: $because', ({ appId, appSecret, key }) => {
    expect(letters(deriveTransportKey(appId, appSecret))).toBe(key);
  });

  it('opens cipher text that another implementation made', () => {
    expect(sm4EcbDecrypt(provinceKeys.transportKey, Buffer.from(golden.encData, 'hex')).toString('utf8')).toBe(golden.data);
  });

  it('depends on the whole secret', () => {
    const other = `${golden.appSecret.slice(0, 15)}0${golden.appSecret.slice(16)}`;
    expect(letters(deriveTransportKey(golden.appId, other))).not.toBe(letters(hospitalKeys.transportKey));
  });

  it('needs an appId of 16 bytes at least', () => {
    expect(() => deriveTransportKey('TOO-SHORT-APPID', 'secret')).toThrow(Sm4Error);
  });
});

describe('a key ring', () => {
  it('verifies with the other side what the one side signed, and not the other way round', () => {
    const message = bytes('甄测试');
    const signature = hospitalKeys.engine.sign(hospitalKeys.signWith, message);
    expect(provinceKeys.engine.verify(provinceKeys.verifyWith, message, signature)).toBe(true);
    expect(hospitalKeys.engine.verify(hospitalKeys.verifyWith, message, signature)).toBe(false);
  });

  it('takes the private key of a Java BigInteger, 33 bytes with a leading zero', () => {
    const padded = Buffer.concat([Buffer.of(0), Buffer.from(texts.privateKey, 'base64')]).toString('base64');
    expect(keyRing({ ...texts, privateKey: padded }).signWith.publicKey.toBase64()).toBe(golden.hospital.publicKey);
  });

  it('takes keys in hex, and a public key without its 04', () => {
    const inHex = (text: string): string => Buffer.from(text, 'base64').toString('hex').toUpperCase();
    const ring = keyRing({ ...texts, privateKey: `00${inHex(texts.privateKey)}`, counterpartPublicKey: inHex(texts.counterpartPublicKey).slice(2) });
    expect([ring.signWith.publicKey.toBase64(), ring.verifyWith.toBase64()]).toEqual([golden.hospital.publicKey, golden.province.publicKey]);
  });

  it('works with another engine', () => {
    const ring = keyRing(texts, referenceSm2);
    const signature = ring.engine.sign(ring.signWith, bytes('a'));
    expect(provinceKeys.engine.verify(provinceKeys.verifyWith, bytes('a'), signature)).toBe(true);
  });

  it.each([
    ['a private key in hex that is cut short', { privateKey: 'ab'.repeat(31) }],
    ['a private key of 31 bytes', { privateKey: Buffer.alloc(31, 1).toString('base64') }],
    ['a public key beside the curve', { counterpartPublicKey: Buffer.concat([Buffer.of(4), Buffer.alloc(64, 1)]).toString('base64') }],
    ['no public key', { counterpartPublicKey: '' }],
  ])('refuses %s', (_, wrong) => {
    expect(() => keyRing({ ...texts, ...wrong })).toThrow(Sm2KeyError);
  });

  it('refuses an appId that is too short for a key', () => {
    expect(() => keyRing({ ...texts, appId: 'SHORT' })).toThrow(Sm4Error);
  });
});
