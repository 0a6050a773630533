import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { signatureToDer } from '../../src/crypto/sm2-signature.js';
import { sm4EcbEncrypt } from '../../src/crypto/sm4.js';
import { lexicalOf, writeLexicalJson, type LexicalObject } from '../../src/protocol/lexical-json.js';
import { openResponse, type OpenedResponse, type Question } from '../../src/protocol/open-response.js';
import { sealResponse, type ResponseParts } from '../../src/protocol/seal.js';
import { canonicalJson } from '../../src/protocol/signing-string.js';
import { bytes, golden, hospitalKeys, NOW, provinceKeys, signedBy } from './parties.js';

const object = (fields: unknown): LexicalObject => lexicalOf(fields) as LexicalObject;
const data = object({ userName: '甄测试', gender: null, list: [1, { b: '', a: '𫝼' }] });
const parts: ResponseParts = { signType: 'SM2', encType: 'SM4', orgId: 'H35020300001', code: 0, message: '成功', timestamp: NOW, requestId: 'r-1', data };
const asked: Question = { signType: 'SM2', requestId: 'r-1' };
const seal = (changes: Partial<ResponseParts> = {}): string => sealResponse({ ...parts, ...changes }, provinceKeys);
const open = (body: string | Uint8Array, question = asked): OpenedResponse => openResponse(typeof body === 'string' ? bytes(body) : body, hospitalKeys, question);
const parsed = (body: string): Record<string, unknown> => JSON.parse(body) as Record<string, unknown>;
const changed = (body: string, fields: object): string => JSON.stringify({ ...parsed(body), ...fields });
const travels = (['plain', 'SM2', 'SM3'] as const).flatMap((signType) => (['plain', 'SM4'] as const).map((encType) => ({ signType, encType })));

describe('the answer (table A.3)', () => {
  it('has the members that clients in the field read', () => {
    expect(sealResponse({ ...parts, signType: 'plain', encType: 'plain', requestId: undefined, data: object({}) }, undefined)).toBe(
      '{"orgId":"H35020300001","code":0,"type":"success","success":true,"message":"成功","encType":"plain","signType":"plain","timestamp":"1602308542543","data":{}}',
    );
    expect(parsed(seal({ code: -2, message: '请求参数异常', detail: 'data.idNo: is mandatory', origin: 'province:35' })))
      .toMatchObject({ code: -2, type: 'error', success: false, detail: 'data.idNo: is mandatory', origin: 'province:35', requestId: 'r-1' });
  });

  it('travels plain to somebody without keys, or not at all', () => {
    expect(() => sealResponse(parts, undefined)).toThrow('travels plain');
    expect(() => sealResponse({ ...parts, signType: 'plain' }, undefined)).toThrow('travels plain');
  });

  it.each(travels)('is opened and trusted with signType $signType and encType $encType', (travel) => {
    const body = seal(travel);
    expect(body.includes('甄测试')).toBe(travel.encType === 'plain');
    const opened = open(body, { ...asked, signType: travel.signType });
    expect({ ...opened, data: writeLexicalJson(opened.data) })
      .toEqual({ code: 0, message: '成功', data: writeLexicalJson(data), detail: undefined, origin: undefined, trusted: true });
  });

  it('brings a refusal with its detail and its origin', () => {
    const opened = open(seal({ code: 500049, message: '电子凭证二维码无效', detail: 'd', origin: 'province:35', data: object({}) }));
    expect(opened).toMatchObject({ code: 500049, message: '电子凭证二维码无效', detail: 'd', origin: 'province:35', trusted: true });
  });

  it.each([['0', 0], ['"0"', 0], ['"0000"', 0], ['500049', 500049], ['"500049"', 500049], ['-2', -2], ['"-2"', -2], ['1.0', -1], ['0.0', -1], ['1e0', -1], ['true', -1], ['null', -1],
    ['""', -1], ['" 0"', -1], ['"00000000000"', -1], ['{}', -1]])('code %s says %d (INT-01)', (code, said) => {
    const body = signedBy(provinceKeys, `{"code":${code},"requestId":"r-1","signType":"SM2","data":{}}`);
    expect(open(body)).toMatchObject({ code: said, trusted: true });
  });

  it('is trusted from another implementation: names in any case, DER, no data, data null, encData empty', () => {
    expect(open(signedBy(provinceKeys, '{"code":"0","requestId":"r-1","signType":"sm2"}'))).toMatchObject({ trusted: true, message: '' });
    expect(open(signedBy(provinceKeys, '{"code":0,"requestId":"r-1","signType":"SM2","data":null,"encData":null}')).trusted).toBe(true);
    expect(open(signedBy(provinceKeys, '{"code":0,"requestId":"r-1","signType":"SM2","data":{"a":1},"encData":""}')).trusted).toBe(true);
    const body = parsed(seal());
    const der = signatureToDer(Buffer.from(body.signData as string, 'base64')).toString('base64');
    expect(open(changed(seal(), { ...body, signData: der })).trusted).toBe(true);
  });
});

describe('an answer that proves nothing', () => {
  const sm3 = seal({ signType: 'SM3', encType: 'plain' });

  it.each<[string, string]>([
    ['unsigned', seal({ signType: 'plain', encType: 'plain' })],
    ['unsigned, from somebody without keys', sealResponse({ ...parts, signType: 'plain', encType: 'plain' }, undefined)],
    ['unsigned, and says it were signed', changed(seal({ signType: 'plain', encType: 'plain' }), { signType: 'SM2' })],
    ['to another request', seal({ requestId: 'r-2' })],
    ['to no request', seal({ requestId: undefined })],
    ['to another request, made to look like ours', changed(seal({ requestId: 'r-2' }), { requestId: 'r-1' })],
    ['signed with SM3, which we did not ask for', sm3],
    ['signed with SM3 and called SM2', changed(sm3, { signType: 'SM2' })],
    ['without a signature', changed(seal(), { signData: null })],
    ['our own request sent back', signedBy(hospitalKeys, `{"code":0,"requestId":"r-1","signType":"SM2","data":${golden.data}}`)],
    ['signed by ourselves', sealResponse(parts, hospitalKeys)],
    ['with another code', changed(seal(), { code: 500049 })],
    ['with another message', changed(seal(), { message: '未知异常' })],
    ['with an added detail', changed(seal(), { detail: 'x' })],
    ['with an added member nobody knows', changed(seal(), { flag: '1' })],
    ['with other data', changed(seal({ encType: 'plain' }), { data: {} })],
    ['without its data', changed(seal({ encType: 'plain' }), { data: undefined })],
    ['with its data as text', changed(seal({ encType: 'plain' }), { data: canonicalJson(data) })],
    ['with its data in a list', changed(seal({ encType: 'plain' }), { data: [parsed(writeLexicalJson(data))] })],
    ['with other encrypted data', changed(seal(), { encData: sm4EcbEncrypt(provinceKeys.transportKey, bytes('{}')).toString('hex') })],
    ['with cipher text cut short', changed(seal(), { encData: String(parsed(seal()).encData).slice(0, -32) })],
    ['with letters behind the cipher text', changed(seal(), { encData: `${String(parsed(seal()).encData)}xy` })],
    ['with cipher text that is a number', changed(seal(), { encData: 12 })],
  ])('is not trusted: %s', (_, body) => {
    expect(open(body).trusted).toBe(false);
  });

  it('is not trusted when it is signed otherwise than the request was', () => {
    expect(open(seal(), { ...asked, signType: 'SM3' }).trusted).toBe(false);
    expect(open(seal(), { ...asked, signType: 'plain' }).trusted).toBe(false);
  });

  it.each<[string, Uint8Array]>([
    ['nothing', Buffer.alloc(0)], ['a page of a proxy', bytes('<html>502</html>')], ['a list', bytes('[]')], ['bytes that are not UTF-8', Buffer.of(0xff)],
    ['a member twice', bytes(seal().replace('{', '{"code":0,'))],
  ])('is not trusted and is no refusal of the other side: %s', (_, body) => {
    expect(open(body)).toEqual({ code: -1, message: '', data: {}, detail: 'the body is not a JSON object', origin: undefined, trusted: false });
  });

  it('is not trusted when it is cut off, wherever', () => {
    const body = bytes(seal());
    for (let length = 0; length < body.length; length += 1) expect(open(body.subarray(0, length)).trusted).toBe(false);
  });

  it.each(['plain', 'SM4'] as const)('says the same as before where a changed byte is trusted at all: encType %s', (encType) => {
    const original = seal({ encType, detail: 'd/e' });
    const body = bytes(original);
    const said = ({ data: plain, ...others }: OpenedResponse): object => ({ ...others, data: canonicalJson(plain) });
    const spelled = (text: string): string => {
      const { signData, encData, ...others } = parsed(text);
      const signature = Buffer.from(String(signData), 'base64').toString('hex');
      return JSON.stringify({ ...others, signature, encData: String(encData).toUpperCase() }, (_, each: unknown) => (each === null || each === '' ? undefined : each));
    };
    const place = fc.nat({ max: body.length - 1 });
    const value = fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(...bytes(' \t\n"\\/,:{}[]=+-_0aA')));
    fc.assert(fc.property(place, value, fc.constantFrom(0, 1), fc.boolean(), (at, byte, removed, inserted) => {
      const now = Buffer.concat([body.subarray(0, at), inserted ? Buffer.of(byte) : Buffer.alloc(0), body.subarray(at + removed)]);
      const opened = open(now);
      if (!opened.trusted) return;
      expect(said(opened)).toEqual(said(open(body)));
      expect(spelled(now.toString('utf8'))).toBe(spelled(original));
    }), { numRuns: 1500 });
  });
});
