import { parseSm2PrivateKey, parseSm2PublicKey, type Sm2Engine, type Sm2PrivateKey, type Sm2PublicKey } from '../crypto/sm2.js';
import { nativeSm2 } from '../crypto/sm2-native.js';
import { sm4EcbEncrypt, sm4Key, type Sm4Key } from '../crypto/sm4.js';

/** One side's keys of one application (INT-21): what both parties need to sign, verify, encrypt and decrypt. */
export interface KeyRing {
  readonly appId: string;
  readonly appSecret: string;
  /** This side's private key; it also opens what was encrypted with SM2 for this side (INT-113). */
  readonly signWith: Sm2PrivateKey;
  /** The other side's public key; with encType SM2 data are encrypted for it. */
  readonly verifyWith: Sm2PublicKey;
  readonly transportKey: Sm4Key;
  readonly engine: Sm2Engine;
}

/** The same keys as they are handed over: texts, keys in Base64 or hex. */
export interface KeyRingTexts {
  readonly appId: string;
  readonly appSecret: string;
  readonly privateKey: string;
  readonly counterpartPublicKey: string;
}

/** Builds a key ring once per application; nothing is derived again per request. Throws `Sm2KeyError` on keys of the wrong form, `Sm4Error` on an appId under 16 bytes. */
export function keyRing(texts: KeyRingTexts, engine: Sm2Engine = nativeSm2): KeyRing {
  return {
    appId: texts.appId,
    appSecret: texts.appSecret,
    signWith: parseSm2PrivateKey(texts.privateKey),
    verifyWith: parseSm2PublicKey(texts.counterpartPublicKey),
    transportKey: deriveTransportKey(texts.appId, texts.appSecret),
    engine,
  };
}

/**
 * The SM4 key of an application: the first 16 characters, as ASCII bytes, of `UPPERHEX(SM4-ECB-PKCS7(key = first 16 bytes of appId, appSecret))`.
 * The standard leaves it to "国家电子凭证签名和加密算法"; this is what clients in the field compute.
 */
export function deriveTransportKey(appId: string, appSecret: string): Sm4Key {
  return sm4Key(Buffer.from(transportLetters(appId, appSecret).slice(0, 16), 'ascii'));
}

/** The whole text of which {@link deriveTransportKey} takes the first 16 characters. Throws `Sm4Error` on an appId under 16 bytes. */
export function transportLetters(appId: string, appSecret: string): string {
  const outer = sm4Key(Buffer.from(appId, 'utf8').subarray(0, 16));
  return sm4EcbEncrypt(outer, Buffer.from(appSecret, 'utf8')).toString('hex').toUpperCase();
}
