import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { generateRsa2KeyPair, signRsa2 } from '../../../src/crypto/rsa2.js';
import { openAnswer, signMembers, signingText } from '../../../src/modules/activation/national/alipay/alipay-message.js';
import { Refusal } from '../../../src/protocol/refusal.js';

const alipay = generateRsa2KeyPair();
const keys = { privateKey: generateRsa2KeyPair().privateKey, alipayPublicKey: alipay.publicKey, encryptKey: undefined };
const METHOD = 'alipay.user.info.share';
const answerOf = (node: string, sign = signRsa2(node, alipay.privateKey)): string => `{"alipay_user_info_share_response":${node},"sign":${JSON.stringify(sign)}}`;

describe('an answer of Alipay', () => {
  it('is believed as it was signed, with whatever characters', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (said) => {
      const node = JSON.stringify({ ...said, code: '10000' });
      expect(openAnswer(answerOf(node), METHOD, keys)).toEqual(JSON.parse(node));
    }), { numRuns: 50 });
  });

  it.each([
    ['altered', answerOf('{"code":"10000","cert_no":"2"}', signRsa2('{"code":"10000","cert_no":"1"}', alipay.privateKey)), 'alipaySignatureInvalid'],
    ['a success without a signature', '{"alipay_user_info_share_response":{"code":"10000"}}', 'alipaySignatureInvalid'],
    ['an old success without code and signature', '{"alipay_user_info_share_response":{"access_token":"x"}}', 'alipaySignatureInvalid'],
    ['encrypted, and no key was agreed', answerOf('"AAAA"'), 'alipayDecryptionFailed'],
    ['no JSON', '<html>', 'timeout'], ['no node', '{"sign":"x"}', 'timeout'],
  ])('is refused: %s', (_what, body, name) => {
    const caught = (() => { try { return openAnswer(body, METHOD, keys); } catch (error) { return error; } })();
    expect(caught).toBeInstanceOf(Refusal);
    expect((caught as Refusal).returnCode.name).toBe(name);
  });

  it('may be an error without a signature: Alipay cannot sign for whom it does not know', () => {
    expect(openAnswer('{"error_response":{"code":"40001","sub_code":"isv.missing-signature-key"}}', METHOD, keys)).toMatchObject({ code: '40001' });
  });
});

it('the text that is signed holds everything that is not empty, in the order of the alphabet', () => {
  expect(signingText({ b: '2', a: '1', empty: '', c: 'x=y&z' })).toBe('a=1&b=2&c=x=y&z');
  expect(signMembers({ a: '1' }, keys.privateKey)).toMatchObject({ a: '1', sign: expect.stringMatching(/^[\w+/]+=*$/) });
});
