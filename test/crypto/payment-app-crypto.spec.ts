import { describe, expect, it } from '@jest/globals';
import { decryptAesCbc, encryptAesCbc } from '../../src/crypto/aes-cbc.js';
import { hmacSha256 } from '../../src/crypto/hmac-sha256.js';
import { generateRsa2KeyPair, signRsa2, verifyRsa2 } from '../../src/crypto/rsa2.js';

describe('what payment applications speak', () => {
  it('AES-128-CBC with an IV of zeros, as openssl has it', () => {
    const [key, text, cipherText] = ['BwcHBwcHBwcHBwcHBwcHBw==', '{"user_name":"甄测试"}', '452F6OmKgVcgwDJMMoFoYSyK1NG2Y4IFTwvXWmlFQo4='];
    expect(encryptAesCbc(text, key)).toBe(cipherText);
    expect(decryptAesCbc(cipherText, key)).toBe(text);
    expect(() => decryptAesCbc(cipherText.slice(0, 20), key)).toThrow(/block length/i);
    expect(() => decryptAesCbc(cipherText, 'c2hvcnQ=')).toThrow(/key length/i);
  });

  it('HMAC-SHA256 in upper-case hex (RFC 4231, test case 2)', () => {
    expect(hmacSha256('what do ya want for nothing?', 'Jefe')).toBe('5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843');
  });

  it('RSA2: a signature of this text by this key, and no other', () => {
    const [own, other] = [generateRsa2KeyPair(), generateRsa2KeyPair()];
    const signature = signRsa2('app_id=1&name=甄测试', own.privateKey);
    expect(verifyRsa2('app_id=1&name=甄测试', signature, own.publicKey)).toBe(true);
    expect(verifyRsa2('app_id=1&name=甄测式', signature, own.publicKey)).toBe(false);
    expect(verifyRsa2('app_id=1&name=甄测试', signature, other.publicKey)).toBe(false);
    expect(() => signRsa2('x', 'bm8ga2V5')).toThrow(/asn1|DECODER|key/i);
  });
});
