import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { generateSm2KeyPair } from '../../../src/crypto/sm2.js';
import { canonicalForms, documentedForm } from '../../../src/protocol/canonical-form.js';
import { keyRing } from '../../../src/protocol/key-ring.js';
import { lexicalOf, type LexicalObject } from '../../../src/protocol/lexical-json.js';
import { documentedManner } from '../../../src/protocol/manner.js';
import { sealRequest } from '../../../src/protocol/seal.js';
import { signingString } from '../../../src/protocol/signing-string.js';
import { examine, type DoctorKeys } from '../../../src/sandbox/signature-doctor/index.js';
import { writingOf, written } from '../../../src/sandbox/signature-doctor/writing.js';

const [own, platform] = [generateSm2KeyPair(), generateSm2KeyPair()];
const held: DoctorKeys = {
  appId: '1DBHJRS5I01E0F34A8C00000B959FA86', appSecret: '7Q2M4K8P1R9T3V5X7Z2B4D6F8H1J3L5N',
  privateKey: own.privateKey.toBase64(), platformPrivateKey: platform.privateKey.toBase64(),
};
const keys = keyRing({ ...held, privateKey: own.privateKey.toBase64(), counterpartPublicKey: platform.publicKey.toBase64() });

const plain = fc.object({
  key: fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'A', 'B', '甄', '_', '1'), minLength: 1, maxLength: 4 }), maxDepth: 3,
  values: [fc.string({ unit: 'binary-ascii', maxLength: 6 }), fc.integer(), fc.boolean(), fc.constant(null), fc.constant('甄测试'), fc.constant('')],
});
const someData = plain.map((value) => lexicalOf(value) as LexicalObject);

describe('the doctor writes strings as the platform does', () => {
  it('in every form that is taken', () => {
    fc.assert(fc.property(someData, fc.constantFrom(...canonicalForms), (data, form) => {
      const members = Object.assign(Object.create(null) as LexicalObject, lexicalOf({ version: '1.0.0', Zone: 'x', appId: held.appId, encType: 'SM4', encData: 'AB', empty: '', none: null }));
      expect(written({ members, data, appId: held.appId, appSecret: held.appSecret }, writingOf(form))).toBe(signingString(members, data, held.appSecret, form));
    }), { numRuns: 500 });
  });
});

describe('no proof is false', () => {
  it('whatever is sealed as documented matches, and nothing is found', () => {
    fc.assert(fc.property(someData, fc.constantFrom('SM2', 'SM3'), fc.constantFrom('plain', 'SM4'), (data, signType, encType) => {
      const sent = sealRequest({ signType, encType, transType: 'ec.query', timestamp: 1_602_308_542_543, requestId: 'p', data, manner: { ...documentedManner, form: documentedForm } }, keys);
      expect(examine(Buffer.from(sent, 'utf8'), held)).toMatchObject({ verdict: 'matches', found: [] });
    }), { numRuns: 60 });
  });

  it('a signature of nothing is explained by nothing', () => {
    for (let run = 0; run < 6; run += 1) {
      const members = { appId: held.appId, version: '1.0.0', signType: 'SM2', encType: 'plain', transType: 'ec.query', timestamp: '1602308542543', data: { a: 1, B: '甄' } };
      const raw = run % 2 === 0 ? randomBytes(64) : Buffer.concat([Buffer.alloc(1), randomBytes(63)]);
      const { verdict } = examine(Buffer.from(JSON.stringify({ ...members, signData: raw.toString('base64') })), held);
      expect(verdict).toBe('unknown');
    }
  });
});
