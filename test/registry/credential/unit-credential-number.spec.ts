import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRequire } from 'node:module';
import { randomBytesOf } from '../../../src/crypto/random.js';
import { sm3 } from '../../../src/crypto/sm3.js';
import { CREDIT_CODE_ALPHABET, mod31 } from '../../../src/protocol/check-digits.js';
import { idTypes } from '../../../src/protocol/dictionaries/id-types.js';
import { isUnifiedSocialCreditCode, parseUnifiedSocialCreditCode } from '../../../src/protocol/identifiers.js';
import { credentialNumbers, unitCredentialNumbers } from '../../../src/registry/credential/credential-number.js';
import { sameUnit } from '../../../src/registry/unit/unit.store.js';

const nationalKey = Buffer.from('0123456789abcdeffedcba9876543210', 'hex');
const numberOf = unitCredentialNumbers(nationalKey);
const personNumberOf = credentialNumbers(nationalKey);

const codeOf = (body: string) => parseUnifiedSocialCreditCode(body + mod31(body));
const example = { creditCode: codeOf('91350203MA0000001'), unitName: '示例（集团）有限公司' };

const creditCode = fc.array(fc.constantFrom(...CREDIT_CODE_ALPHABET.split('')), { minLength: 17, maxLength: 17 }).map((characters) => codeOf(characters.join('')));
const unitName = fc.string({ unit: fc.constantFrom(...'示例集团有限公司（）() AB1'.split('')), minLength: 1, maxLength: 12 }).filter((name) => name.trim() !== '');
const unit = fc.record({ creditCode, unitName });

describe('单位电子凭证标识码 (notice 一, INT-65)', () => {
  it('is SM3 over SM4-CBC of the word unit, credit code and name, as a second implementation computes it', () => {
    const { sm4 } = createRequire(import.meta.url)('sm-crypto') as { sm4: { encrypt(plain: number[], key: string, options: object): string } };
    const iv = sm3('openec credential number iv', nationalKey).subarray(0, 16).toString('hex');
    const plain = [...Buffer.from(['unit', example.creditCode, '示例(集团)有限公司'].join('\u001f'), 'utf8')];
    const cipher = sm4.encrypt(plain, nationalKey.toString('hex'), { mode: 'cbc', iv });
    expect(numberOf(example)).toBe(sm3(Buffer.from(cipher, 'hex')).toString('hex'));
    expect(numberOf(example)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is one for one unit, and two for two, whatever code and name are', () => {
    fc.assert(fc.property(unit, unit, (one, other) => {
      expect(numberOf({ ...one })).toBe(numberOf(one));
      expect(numberOf(one) === numberOf(other)).toBe(sameUnit(one, other));
    }), { numRuns: 2_000 });
  });

  it('does not depend on how the name is spelt, and changes with the key', () => {
    expect(numberOf({ ...example, unitName: ' 示例(集团) 有限公司 ' })).toBe(numberOf(example));
    expect(unitCredentialNumbers(randomBytesOf(16))(example)).not.toBe(numberOf(example));
  });

  it('is never a person\'s, also where somebody had the code as document number and the name as name', () => {
    const idType = fc.constantFrom(...idTypes.map(({ code }) => code));
    fc.assert(fc.property(unit, idType, ({ creditCode: idNo, unitName: userName }, type) => {
      const numbers = [numberOf({ creditCode: idNo, unitName: userName }), personNumberOf({ idType: type, idNo, userName })];
      expect(new Set(numbers).size).toBe(2);
    }), { numRuns: 1_000 });
  });

  it('gives 100,000 units 100,000 numbers', () => {
    const numbers = new Set<string>();
    for (let n = 0; n < 100_000; n += 1) numbers.add(numberOf({ creditCode: codeOf(`91350203MA${String(n).padStart(7, '0')}`), unitName: `示例${n % 7}有限公司` }));
    expect(numbers.size).toBe(100_000);
  });
});

describe('统一社会信用代码 (GB 32100)', () => {
  it('is good with one check character out of thirty-one, whatever stands before it', () => {
    fc.assert(fc.property(creditCode, (code) => {
      const good = CREDIT_CODE_ALPHABET.split('').filter((last) => isUnifiedSocialCreditCode(code.slice(0, 17) + last));
      expect(good).toEqual([code[17]]);
    }));
  });
});
