import { createPrivateKey, createPublicKey, createSign, createVerify, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { sm2 } from 'sm-crypto';
import { generateSm2KeyPair, parseSm2PrivateKey, parseSm2PublicKey } from '../../src/crypto/sm2.js';
import { nativeSm2 } from '../../src/crypto/sm2-native.js';
import { referenceSm2 } from '../../src/crypto/sm2-reference.js';
import { signatureFromDer, signatureToDer } from '../../src/crypto/sm2-signature.js';

/**
 * What node:crypto does with SM2 besides the standard. These tests fail when a Node version changes it; then
 * src/crypto/sm2-native.ts has to be read again before that version is used.
 */
const message = Buffer.from('message digest');

describe('a key fresh from generateKeyPairSync', () => {
  const fresh = generateKeyPairSync('ec', { namedCurve: 'SM2' });
  const publicKey = parseSm2PublicKey(fresh.publicKey.export({ format: 'der', type: 'spki' }).subarray(-65));
  const der = createSign('sm3').update(publicKey.z).update(message).sign(fresh.privateKey);
  const raw = signatureFromDer(der) ?? Buffer.alloc(0);

  it('calls itself an EC key, an imported one does not', () => {
    expect(fresh.privateKey.asymmetricKeyType).toBe('ec');
    expect(publicKey.keyObject.asymmetricKeyType).not.toBe('ec');
  });

  it('signs ECDSA, which is no SM2 signature', () => {
    expect(raw).toHaveLength(64);
    expect(nativeSm2.verify(publicKey, message, raw)).toBe(false);
    expect(referenceSm2.verify(publicKey, message, raw)).toBe(false);
    expect(createVerify('sm3').update(publicKey.z).update(message).verify(fresh.publicKey, der)).toBe(true);
  });

  it('does not know an SM2 signature when it sees one', () => {
    const { privateKey: imported } = reimported();
    const signature = createSign('sm3').update(publicKey.z).update(message).sign(imported);
    expect(createVerify('sm3').update(publicKey.z).update(message).verify(fresh.publicKey, signature)).toBe(false);
  });

  it('speaks SM2 once exported and imported again', () => {
    const { privateKey: imported, publicKey: importedPublic } = reimported();
    const signature = createSign('sm3').update(publicKey.z).update(message).sign(imported);
    expect(nativeSm2.verify(publicKey, message, signatureFromDer(signature) ?? Buffer.alloc(0))).toBe(true);
    expect(referenceSm2.verify(publicKey, message, signatureFromDer(signature) ?? Buffer.alloc(0))).toBe(true);
    expect(createVerify('sm3').update(publicKey.z).update(message).verify(importedPublic, signature)).toBe(true);
  });

  it('is the same SM2 key for us', () => {
    const pkcs8 = fresh.privateKey.export({ format: 'der', type: 'pkcs8' });
    const ours = parseSm2PrivateKey(pkcs8.subarray(36, 68));
    expect(ours.publicKey.point).toEqual(publicKey.point);
    expect(ours.keyObject.export({ format: 'der', type: 'pkcs8' })).toEqual(pkcs8);
  });

  function reimported(): { privateKey: ReturnType<typeof createPrivateKey>; publicKey: ReturnType<typeof createPublicKey> } {
    const pkcs8 = fresh.privateKey.export({ format: 'der', type: 'pkcs8' });
    const spki = fresh.publicKey.export({ format: 'der', type: 'spki' });
    return {
      privateKey: createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }),
      publicKey: createPublicKey({ key: spki, format: 'der', type: 'spki' }),
    };
  }
});

describe('the one-shot crypto.sign and crypto.verify', () => {
  const { privateKey, publicKey } = generateSm2KeyPair();

  it('do not make standard SM2: they sign under an empty identity', () => {
    const raw = signatureFromDer(sign('sm3', message, privateKey.keyObject)) ?? Buffer.alloc(0);
    expect(raw).toHaveLength(64);
    expect(nativeSm2.verify(publicKey, message, raw)).toBe(false);
    expect(referenceSm2.verify(publicKey, message, raw)).toBe(false);
    const point = publicKey.point.toString('hex');
    expect(sm2.doVerifySignature([...message], raw.toString('hex'), point, { userId: '' })).toBe(true);
  });

  it('cannot be led to standard SM2 by writing Z in front', () => {
    const raw = signatureFromDer(sign('sm3', Buffer.concat([publicKey.z, message]), privateKey.keyObject)) ?? Buffer.alloc(0);
    expect(raw).toHaveLength(64);
    expect(nativeSm2.verify(publicKey, message, raw)).toBe(false);
  });

  it('refuse a standard signature', () => {
    const standard = signatureToDer(nativeSm2.sign(privateKey, message));
    expect(verify('sm3', message, publicKey.keyObject, standard)).toBe(false);
    expect(createVerify('sm3').update(publicKey.z).update(message).verify(publicKey.keyObject, standard)).toBe(true);
  });
});

describe('dsaEncoding', () => {
  it('is ignored for SM2: the result is DER all the same', () => {
    const { privateKey, publicKey } = generateSm2KeyPair();
    const signer = createSign('sm3').update(publicKey.z).update(message);
    const signature = signer.sign({ key: privateKey.keyObject, dsaEncoding: 'ieee-p1363' });
    expect(signatureFromDer(signature)).toHaveLength(64);
  });
});
