import { describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import { randomBytesOf } from '../../../src/crypto/random.js';
import { sm3 } from '../../../src/crypto/sm3.js';
import { buildResidentId } from '../../../src/protocol/identity-documents.js';
import { credentialNumbers } from '../../../src/registry/credential/credential-number.js';

const nationalKey = Buffer.from('0123456789abcdeffedcba9876543210', 'hex');
const numberOf = credentialNumbers(nationalKey);
const zhen = { idType: '01', idNo: buildResidentId('350203', '19900101', '123'), userName: '甄测试' };

describe('64 位标识码 (4.1, INT-16)', () => {
  it('is 64 hexadecimal characters, the same for the same person always', () => {
    expect(numberOf(zhen)).toMatch(/^[0-9a-f]{64}$/);
    expect(numberOf({ ...zhen })).toBe(numberOf(zhen));
    expect(credentialNumbers(Buffer.from(nationalKey))(zhen)).toBe(numberOf(zhen));
  });

  it('is SM3 over SM4-CBC of id type, id number and name, as a second implementation computes it', () => {
    const { sm4 } = createRequire(import.meta.url)('sm-crypto') as { sm4: { encrypt(plain: number[], key: string, options: object): string } };
    const iv = sm3('openec credential number iv', nationalKey).subarray(0, 16).toString('hex');
    const plain = [...Buffer.from([zhen.idType, zhen.idNo, zhen.userName].join('\u001f'), 'utf8')];
    const cipher = sm4.encrypt(plain, nationalKey.toString('hex'), { mode: 'cbc', iv });
    expect(numberOf(zhen)).toBe(sm3(Buffer.from(cipher, 'hex')).toString('hex'));
  });

  it('does not depend on how number and name are spelt', () => {
    const fifteen = zhen.idNo.slice(0, 6) + zhen.idNo.slice(8, 17);
    expect(numberOf({ ...zhen, idNo: fifteen })).toBe(numberOf(zhen));
    expect(numberOf({ ...zhen, idNo: ` ${zhen.idNo.toLowerCase()} ` })).toBe(numberOf(zhen));
    expect(numberOf({ ...zhen, userName: '阿•测试' })).toBe(numberOf({ ...zhen, userName: '阿·测试' }));
  });

  it('changes with type, number, name and key, and no part can slip into the next', () => {
    const others = [
      { ...zhen, idType: '99' }, { ...zhen, userName: '甄测' }, { ...zhen, idNo: buildResidentId('350203', '19900101', '125') },
      { ...zhen, userName: `${zhen.userName}a` }, { ...zhen, idNo: `${zhen.idNo}甄`, userName: '测试' },
    ];
    const numbers = [zhen, ...others].map(numberOf);
    expect(new Set([...numbers, credentialNumbers(randomBytesOf(16))(zhen)]).size).toBe(numbers.length + 1);
  });

  it('gives 100,000 persons 100,000 numbers', () => {
    const numbers = new Set<string>();
    for (let n = 0; n < 100_000; n += 1) {
      const birthday = `19${String(50 + (n % 50))}0${1 + (n % 9)}1${n % 10}`;
      const sequence = String(Math.floor(n / 100) % 1000).padStart(3, '0');
      numbers.add(numberOf({ idType: '01', idNo: buildResidentId('350203', birthday, sequence), userName: `示例${n}` }));
    }
    expect(numbers.size).toBe(100_000);
  });
});
