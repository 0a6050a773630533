import { describe, expect, it } from '@jest/globals';
import { sm2Encrypt } from '../../src/crypto/sm2-cipher.js';
import { documentedForm } from '../../src/protocol/canonical-form.js';
import { plainSpelling, readData, writeEncData } from '../../src/protocol/encrypted-data.js';
import { lexicalOf, writeLexicalJson, type LexicalObject } from '../../src/protocol/lexical-json.js';
import { bytes, golden, hospitalKeys, open, provinceKeys, refusalFrom } from './parties.js';
import { sealRequest } from '../../src/protocol/seal.js';

const data = lexicalOf({ userName: '甄测试', note: '', idNo: '1' }) as LexicalObject;
const write = (encType: 'SM4' | 'SM2', spelling = plainSpelling): string => writeEncData(data, hospitalKeys, encType, spelling, documentedForm);
const read = (encData: string, encType: 'SM4' | 'SM2' = 'SM2') => readData({ data: undefined, encData, encType }, provinceKeys);

describe('encData', () => {
  it.each(['SM4', 'SM2'] as const)('%s is opened by the other side, in capital and in small digits', (encType) => {
    const encData = write(encType);
    expect(encData).toMatch(/^[0-9A-F]+$/);
    for (const text of [encData, encData.toLowerCase()]) expect(read(text, encType)).toEqual({ data, text: writeLexicalJson(data) });
  });

  it('SM2 is C1‖C3‖C2 with the 04 of C1 or without it', () => {
    const [whole, bare] = [write('SM2'), write('SM2', { ...plainSpelling, point: 'bare' })];
    expect([whole.slice(0, 2), whole.length - bare.length]).toEqual(['04', 2]);
    for (const text of [whole, whole.slice(2), bare]) expect(read(text).data).toEqual(data);
    const c2First = whole.slice(0, 130) + whole.slice(194) + whole.slice(130, 194);
    expect(read(c2First)).toMatchObject({ data: undefined, fault: expect.stringContaining('does not open') });
  });

  it.each<[string, () => string]>([
    ['altered', () => write('SM2').replace(/.$/, (last) => (last === '0' ? '1' : '0'))],
    ['for another key', () => writeEncData(data, provinceKeys, 'SM2', plainSpelling, documentedForm)],
    ['SM4 called SM2', () => write('SM4')],
    ['cut short', () => write('SM2').slice(0, 190)],
    ['a list', () => sm2Encrypt(hospitalKeys.verifyWith, bytes('[]')).toString('hex')],
    ['no JSON', () => sm2Encrypt(hospitalKeys.verifyWith, bytes('{')).toString('hex')],
    ['no UTF-8', () => sm2Encrypt(hospitalKeys.verifyWith, Buffer.of(0xff)).toString('hex')],
  ])('SM2 that does not open is answered like a signature that does not match: %s (INT-24)', async (_what, encData) => {
    const body = sealRequest({ signType: 'SM2', encType: 'SM2', transType: 'ec.query', timestamp: golden.now, data }, hospitalKeys);
    const refusal = await refusalFrom(() => open(body.replace(/"encData":"[^"]*"/, `"encData":"${encData()}"`)));
    expect({ name: refusal.returnCode.name, faults: refusal.faults, origin: refusal.origin }).toEqual({ name: 'signatureInvalid', faults: [], origin: undefined });
  });

  it('travels as the caller is registered for: SM2 is not SM4', async () => {
    const body = sealRequest({ signType: 'SM2', encType: 'SM2', transType: 'ec.query', timestamp: golden.now, data }, hospitalKeys);
    const refusal = await refusalFrom(() => open(body, { profile: { signTypes: ['SM2'], encTypes: ['plain', 'SM4'] } }));
    expect(refusal.returnCode.name).toBe('forbidden');
    expect((await open(body, { profile: { signTypes: ['SM2'], encTypes: ['SM2'] } })).envelope.encType).toBe('SM2');
  });
});
