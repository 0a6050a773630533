import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sm4EcbEncrypt } from '../../src/crypto/sm4.js';
import type { EncType, SignType } from '../../src/protocol/envelope.js';
import { keyRing } from '../../src/protocol/key-ring.js';
import { lexicalOf, writeLexicalJson, type LexicalObject } from '../../src/protocol/lexical-json.js';
import { Opened, openRequest, type Counterpart } from '../../src/protocol/open.js';
import { sealRequest, type RequestParts } from '../../src/protocol/seal.js';
import { C, row, shape } from '../../src/protocol/shape.js';
import { bytes, faultsOf, gate, golden, hospitalKeys, NOW, open, provinceKeys, refusalFrom, signedBy, WINDOW } from './parties.js';

const travels = (['plain', 'SM2', 'SM3'] as const).flatMap((signType) => (['plain', 'SM4'] as const).map((encType) => ({ signType, encType })));
const object = (fields: unknown): LexicalObject => lexicalOf(fields) as LexicalObject;
const data = object({ userName: '甄测试', note: '', list: [1, { b: null, a: '𫝼' }] });
const parts: RequestParts = { signType: 'SM2', encType: 'SM4', orgId: 'H35020300001', transType: 'ec.query', timestamp: NOW, requestId: 'r-1', data };
const seal = (changes: Partial<RequestParts> = {}): string => sealRequest({ ...parts, ...changes }, hospitalKeys);
const parsed = (body: string): Record<string, unknown> => JSON.parse(body) as Record<string, unknown>;
const withFields = (body: string, fields: object): string => JSON.stringify({ ...parsed(body), ...fields });

describe('sealRequest and openRequest', () => {
  it.each(travels)('open what was sealed with signType $signType and encType $encType', async (travel) => {
    const body = seal(travel);
    expect(body.includes('甄测试')).toBe(travel.encType === 'plain');
    const opened = await open(body);
    expect(writeLexicalJson(opened.data)).toBe(writeLexicalJson(data));
    expect(opened.envelope).toMatchObject({ ...travel, identity: { field: 'appId', value: golden.appId }, orgId: 'H35020300001', transType: 'ec.query', timestamp: NOW, requestId: 'r-1' });
    expect(opened.caller.keys).toBe(provinceKeys);
    expect(opened.signatureHash === undefined).toBe(travel.signType === 'plain');
  });

  it.each(travels)('carry any data with signType $signType and encType $encType', async (travel) => {
    const anyData = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' }), { maxKeys: 5 });
    await fc.assert(fc.asyncProperty(anyData, async (each) => {
      const plain = object(each);
      expect(writeLexicalJson((await open(seal({ ...travel, data: plain }))).data)).toBe(writeLexicalJson(plain));
    }), { numRuns: 25 });
  });

  it('open the golden requests, which another implementation sealed', async () => {
    for (const { body } of [golden.sm3, golden.sm2]) expect(writeLexicalJson((await open(body)).data)).toBe(golden.data);
  });

  it('seal as the golden request is sealed: same SM3 signature, same cipher text', async () => {
    const goldenData = object(JSON.parse(golden.data));
    expect(parsed(seal({ signType: 'SM3', encType: 'plain', data: goldenData, requestId: undefined })).signData).toBe(golden.sm3.signData);
    const body = parsed(seal({ data: goldenData }));
    expect(body.encData).toBe(golden.encData);
    // INT-32: the signature covers the request id.
    expect(await refusalFrom(() => open(withFields(seal(), { requestId: 'r-2' })))).toMatchObject({ returnCode: { code: 500036 } });
    expect(Buffer.from(body.signData as string, 'base64')).toHaveLength(64);
    expect(body).not.toHaveProperty('data');
  });

  it.each(['sm2 sm4', 'SM2 Sm4', 'sM3 sm4', 'sm3 PLAIN'])('accept the names in any case: %s (INT-03)', async (names) => {
    const [signType, encType] = names.split(' ');
    const head = `{"appCode":"${golden.appId}","version":"1.0.0","transType":"x","timestamp":1602308542,"signType":"${signType}","encType":"${encType}"`;
    const body = signedBy(hospitalKeys, encType === 'PLAIN' ? `${head},"data":${golden.data}}` : `${head},"encData":"${golden.encData}"}`, golden.data);
    expect(writeLexicalJson((await open(body)).data)).toBe(golden.data);
  });

  it('accept the sample of A.1.5.1 once it is signed: clear data under encType sm4', async () => {
    const source = '{"orgId":"H35020300001","version":"1.0.0","encType":"sm4","transType":"ec.query","signType":"sm3","timestamp":20191016083145,"extra":{},"data":{"showId":"20190821172356","termInfo":"国家医疗保障局"}}';
    const now = Date.UTC(2019, 9, 16, 0, 31, 45);
    expect((await open(signedBy(hospitalKeys, source), { now })).data).toMatchObject({ showId: '20190821172356' });
    const asPrinted = source.replace(/\}$/, ',"signData":"sdfasfdasf"}');
    expect((await refusalFrom(() => open(asPrinted, { now }))).returnCode.name).toBe('signatureInvalid');
  });

  it('keep the lexemes of numbers, which JavaScript would change', async () => {
    const plain = '{"half":1.50,"big":12345678901234567890}';
    const source = `{"appId":"${golden.appId}","version":"1.0.0","transType":"x","timestamp":1602308542,"signType":"SM3","data":${plain}}`;
    expect(writeLexicalJson((await open(signedBy(hospitalKeys, source))).data)).toBe(plain);
  });
});

describe('freshness', () => {
  it.each([0, WINDOW, -WINDOW, 1, -1])('takes a request %d ms off our clock', async (off) => {
    await expect(open(seal({ timestamp: NOW + off }))).resolves.toBeInstanceOf(Opened);
  });

  it.each([[WINDOW + 1, 'ahead of'], [-WINDOW - 1, 'behind'], [WINDOW * 1000, 'ahead of']])('refuses one %d ms off, naming the field', async (off, side) => {
    const refusal = await refusalFrom(() => open(seal({ timestamp: NOW + off })));
    expect(refusal.returnCode.name).toBe('badRequest');
    expect(faultsOf(refusal)).toEqual([`timestamp: ${Math.round(Math.abs(off) / 1000)} s ${side} our clock; at most 600 s are allowed`]);
  });

  it('is asked of an unsigned request that names a time, and not of one that does not', async () => {
    const body = seal({ signType: 'plain', encType: 'plain', timestamp: NOW - WINDOW - 1 });
    expect((await refusalFrom(() => open(body))).returnCode.name).toBe('badRequest');
    await expect(open(withFields(body, { timestamp: null }))).resolves.toBeInstanceOf(Opened);
  });
});

describe('who may speak, and how', () => {
  it.each([['appId', 'channelNotFound'], ['appCode', 'channelNotFound'], ['orgId', 'institutionNotFound']])('an unknown %s is answered with %s', async (field, name) => {
    const { appId: _appId, orgId: _orgId, ...others } = parsed(seal());
    const refusal = await refusalFrom(() => open(JSON.stringify({ ...others, [field]: 'NOBODY' })));
    expect(refusal.returnCode.name).toBe(name);
    expect(faultsOf(refusal)).toEqual([`${field}: names no registered application`]);
  });

  it.each<[SignType[], SignType]>([[['SM2'], 'plain'], [['SM2'], 'SM3'], [['SM3'], 'SM2'], [['SM2', 'SM3'], 'plain']])('registered for %j, %s is refused', async (signTypes, signType) => {
    const refusal = await refusalFrom(() => open(seal({ signType }), { profile: { signTypes, encTypes: ['plain', 'SM4'] } }));
    expect(refusal.returnCode.name).toBe('signatureInvalid');
    expect(faultsOf(refusal)).toEqual([`signType: this application is registered for ${signTypes.join(', ')}`]);
  });

  it.each<[EncType[], EncType]>([[['SM4'], 'plain'], [['plain'], 'SM4']])('registered for %j, data travelling %s is refused', async (encTypes, encType) => {
    const refusal = await refusalFrom(() => open(seal({ encType }), { profile: { signTypes: ['SM2'], encTypes } }));
    expect(refusal.returnCode.name).toBe('forbidden');
    expect(faultsOf(refusal)).toEqual([`encType: this application is registered for ${encTypes.join(', ')}`]);
  });

  it('clear data is clear whatever encType says', async () => {
    const source = `{"appId":"${golden.appId}","version":"1.0.0","transType":"x","timestamp":1602308542,"signType":"SM3","encType":"SM4","data":{}}`;
    const refusal = await refusalFrom(() => open(signedBy(hospitalKeys, source), { profile: { signTypes: ['SM3'], encTypes: ['SM4'] } }));
    expect(refusal.returnCode.name).toBe('forbidden');
  });
});

describe('a signature that does not match', () => {
  const encrypted = (plain: string | Buffer, keys = hospitalKeys): string => sm4EcbEncrypt(keys.transportKey, Buffer.from(plain)).toString('hex');
  const stranger = keyRing({ ...golden, privateKey: golden.province.privateKey, counterpartPublicKey: golden.hospital.publicKey, appSecret: 'another secret' });
  const flipped = `${golden.encData.slice(0, -1)}${golden.encData.endsWith('E') ? 'F' : 'E'}`;

  it.each<[string, string]>([
    ['another key signed', seal().replace(/"signData":".*?"/, `"signData":"${String(parsed(sealRequest(parts, stranger)).signData)}"`)],
    ['another secret in the string', sealRequest({ ...parts, encType: 'plain', signType: 'SM3' }, stranger)],
    ['no signature at all', withFields(seal(), { signData: '!' })],
    ['r = s = 0', withFields(seal(), { signData: Buffer.alloc(64).toString('base64') })],
    ['hex of the digest in small letters', withFields(golden.sm3.body, {}).replace(golden.sm3.signData, golden.sm3.signData.toLowerCase())],
    ['the signature of another message', withFields(seal(), { signData: golden.sm2.signData })],
    ['another SM4 key', withFields(golden.sm2.body, { encData: encrypted(golden.data, stranger) })],
    ['wrong padding', withFields(golden.sm2.body, { encData: flipped })],
    ['a cipher text of no whole blocks', withFields(golden.sm2.body, { encData: golden.encData.slice(2) })],
    ['an encrypted text that is not JSON', withFields(golden.sm2.body, { encData: encrypted('{') })],
    ['an encrypted list', withFields(golden.sm2.body, { encData: encrypted('[]') })],
    ['encrypted bytes that are not UTF-8', withFields(golden.sm2.body, { encData: encrypted(Buffer.of(0xff)) })],
    ['nothing encrypted', withFields(golden.sm2.body, { encData: encrypted('') })],
    ['other data encrypted', withFields(golden.sm2.body, { encData: encrypted('{}') })],
  ])('is answered with 500036 and nothing else: %s', async (_, body) => {
    const refusal = await refusalFrom(() => open(body));
    expect({ name: refusal.returnCode.name, faults: refusal.faults, message: refusal.message, origin: refusal.origin })
      .toEqual({ name: 'signatureInvalid', faults: [], message: '500036 签名出错', origin: undefined });
  });
});

describe('an Opened', () => {
  it('cannot be made by anybody else', async () => {
    const opened = await open(seal());
    const Constructor = Opened as unknown as new (...args: unknown[]) => unknown;
    expect(() => new Constructor(Symbol('made by open'), opened.envelope, opened.caller, data, 'h', undefined)).toThrow('made by openRequest only');
    expect(() => new Constructor(undefined, opened.envelope)).toThrow('made by openRequest only');
    const { envelope, caller, bodyHash } = opened;
    const lookalike = Object.assign(Object.create(Opened.prototype) as object, { envelope, caller, data, bodyHash }) as Opened<LexicalObject>;
    expect(() => lookalike.as(shape('t', 't', []))).toThrow(TypeError);
    // For the compiler, an object with the same public members is no Opened either.
    type Public = { [K in keyof Opened<LexicalObject>]: Opened<LexicalObject>[K] };
    const taken: Public extends Opened<LexicalObject> ? 'taken' : 'refused' = 'refused';
    expect(taken).toBe('refused');
  });

  it('is read by the table of its transaction, each fault below data', async () => {
    const opened = await open(seal({ data: object({ name: '甄测试', other: 1 }) }));
    expect(opened.as(shape('t', 't', [row(1, 'name', '姓名', C(3), 'N', 'Y'), row(2, 'other', '其他', { ...C(1), read: () => 'read' }, 'N', 'N')])))
      .toMatchObject({ data: { name: '甄测试', other: 'read' }, bodyHash: opened.bodyHash, signatureHash: opened.signatureHash, caller: opened.caller });
    expect(faultsOf(await refusalFrom(() => opened.as(shape('t', 't', [row(1, 'name', '姓名', C(2), 'N', 'Y')])))))
      .toEqual(['data.name: longer than 2 characters', 'data.other: unknown field']);
  });

  it('has the same bodyHash for a repeat and another for another question', async () => {
    const hash = async (changes: Partial<RequestParts>): Promise<string> => (await open(seal(changes))).bodyHash;
    const first = await hash({});
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await hash({ timestamp: NOW + 5, requestId: 'r-2', signType: 'SM3', encType: 'plain' })).toBe(first);
    expect(await hash({ data: object({ list: data.list, userName: '甄测试', empty: null }) })).toBe(first);
    expect(await hash({ data: object({ ...data, userName: '甄测' }) })).not.toBe(first);
    expect(await hash({ transType: 'ec.verify' })).not.toBe(first);
  });

  it('has one signatureHash for the raw and the DER form of one signature, and another for another', async () => {
    const raw = await open(golden.sm2.body);
    const der = await open(golden.sm2.body.replace(golden.sm2.signData, golden.sm2.signDataDer));
    expect(der.signatureHash).toBe(raw.signatureHash);
    expect(writeLexicalJson(der.data)).toBe(golden.data);
    expect((await open(seal({ data: object(JSON.parse(golden.data)), requestId: undefined }))).signatureHash).not.toBe(raw.signatureHash);
  });

  it('knows its caller before freshness and signature are judged, so that the refusal can be signed', async () => {
    const asked: string[] = [];
    const watched = { ...gate(), findCaller: ({ identity }: { identity: { value: string } }): Promise<Counterpart | undefined> => { asked.push(identity.value); return Promise.resolve(undefined); } };
    await refusalFrom(() => openRequest(bytes(seal({ timestamp: NOW - 2 * WINDOW })), watched));
    await refusalFrom(() => openRequest(bytes('{}'), watched));
    expect(asked).toEqual([golden.appId]);
  });
});
