import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { returnCodes, type ReturnCodeName } from '../../src/protocol/dictionaries/return-codes.js';
import type { RequestParts } from '../../src/protocol/seal.js';
import { transactions } from '../../src/protocol/transactions/index.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { expectChanges, expectUnchanged } from './stage/expectations.js';
import { xiamen } from './stage/places.js';
import { postRaw, sealed, type RawRequest } from './stage/raw-wire.js';
import { snapshot, type Snapshot } from './stage/snapshot.js';
import type { Speaker } from './stage/speaker.js';

let cast: Cast;
let before: Snapshot;
beforeAll(async () => {
  cast = await openStageWithCast();
  before = await snapshot(cast.stage.tiers);
});
afterAll(() => cast.stage.close());

/** The answer is this row of table C.4 and its detail names the field; nothing has been written anywhere. */
async function expectNamed(request: Omit<RawRequest, 'url'> & { url?: string }, name: ReturnCodeName, field: string, because: string | RegExp = ''): Promise<void> {
  const { answer } = await postRaw({ url: cast.stage.fujian.coreUrl, ...request });
  expect(answer).toMatchObject({ code: returnCodes[name].code, message: returnCodes[name].text });
  expect(`; ${answer.detail}`).toContain(`; ${field}: `);
  expect(answer.detail).toMatch(because);
  await expectUnchanged(cast.stage, before);
}

/** A request of table B.1 that would be read to its end, as members to be altered. */
const envelope = (changes: object = {}) => JSON.stringify({ orgId: 'H35020300001', transType: 'ec.query', data: { orgId: 'H35020300001' }, ...changes });
const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('a body that is no message', () => {
  it.each<[string, string | Buffer, string | RegExp]>([
    ['nothing at all', '', 'is empty'],
    ['blanks', '  \n', 'is not JSON'],
    ['broken JSON', '{"orgId": "H3502', 'is not JSON'],
    ['a trailing comma', '{"orgId":"H35020300001",}', 'is not JSON'],
    ['two values', '{}{}', 'is not JSON'],
    ['a list', '[]', 'must be a JSON object'],
    ['a text', '"ec.query"', 'must be a JSON object'],
    ['a number', '1', 'must be a JSON object'],
    ['null', 'null', 'must be a JSON object'],
    ['a bare 1e400', '1e400', 'must be a JSON object'],
    ['NaN', '{"a":NaN}', 'is not JSON'],
    ['duplicate keys', '{"orgId":"H35020300001","orgId":"H44010400003"}', 'stands twice'],
    ['duplicate keys, one of them escaped', '{"orgId":"A","org\\u0049d":"B"}', 'stands twice'],
    ['a depth of 33', `{"data":${nested(33)}}`, 'nested deeper than 32'],
    ['a depth of 100,000', nested(100_000), 'nested deeper than 32'],
    ['a lone surrogate, escaped', '{"orgId":"\\ud800"}', 'surrogate'],
    ['a lone surrogate as a name', '{"\\udc00":1}', 'surrogate'],
    ['a lone surrogate in bytes', latin('{"orgId":"\xed\xa0\x80"}'), 'is not UTF-8'],
    ['a byte order mark', Buffer.from(`\ufeff${envelope()}`, 'utf8'), 'is not JSON'],
    ['UTF-16', Buffer.from(envelope(), 'utf16le'), /is not (JSON|UTF-8)/],
    ['GBK', latin('{"orgId":"H1","operatorName":"\xb2\xe2\xca\xd4"}'), 'is not UTF-8'],
    ['an overlong NUL', latin('{"orgId":"\xc0\x80"}'), 'is not UTF-8'],
    ['a control character in a text', '{"orgId":"a\u0001b"}', 'is not JSON'],
    ['XML', '<?xml version="1.0"?><a/>', 'is not JSON'],
    ['a form', 'orgId=H35020300001&transType=ec.query', 'is not JSON'],
    ['10 MB', 'x'.repeat(10 * 1024 * 1024), '10485760 bytes; at most 1048576'],
    ['10 MB of JSON', JSON.stringify({ data: 'x'.repeat(10 * 1024 * 1024) }), 'at most 1048576'],
  ])('is refused: %s', async (_what, body, because) => {
    await expectNamed({ body }, 'badRequest', 'body', because);
  });
});

describe('an envelope that table A.2 does not know', () => {
  const signed = { signType: 'SM2', encType: 'plain', version: '1.0.0', signData: 'x', timestamp: '1763856000000', appId: 'A'.repeat(32) };
  it.each<[string, string, string, string]>([
    ['an unknown field', envelope({ colour: 'red' }), 'colour', 'unknown field'],
    ['__proto__', '{"__proto__":{"orgId":"H35020300001"},"transType":"ec.query","data":{}}', '__proto__', 'unknown field'],
    ['constructor', envelope({ constructor: { prototype: { admin: true } } }), 'constructor', 'unknown field'],
    ['a name that is long itself', envelope({ ['n'.repeat(5_000)]: 1 }), 'n'.repeat(40), 'unknown field'],
    ['orgId of 41 characters', envelope({ orgId: 'H'.repeat(41) }), 'orgId', 'longer than 40'],
    ['orgId as a number', envelope({ orgId: 35020300001 }), 'orgId', 'must be text'],
    ['orgId as an object', envelope({ orgId: {} }), 'orgId', 'must be text'],
    ['nobody', envelope({ orgId: undefined }), 'orgId', 'is mandatory'],
    ['nobody, in three ways', envelope({ orgId: '', appId: null, appCode: '' }), 'orgId', 'is mandatory'],
    ['no transType', envelope({ transType: undefined }), 'transType', 'is mandatory'],
    ['an empty transType', envelope({ transType: '' }), 'transType', 'must not be empty'],
    ['transType as a list', envelope({ transType: ['ec.query'] }), 'transType', 'must be text'],
    ['transType of 41 characters', envelope({ transType: 'e'.repeat(41) }), 'transType', 'longer than 40'],
    ['data as a text', envelope({ data: '{}' }), 'data', 'must be an object'],
    ['data as a list', envelope({ data: [{}] }), 'data', 'must be an object'],
    ['data as a number', envelope({ data: 1 }), 'data', 'must be an object'],
    ['no data', envelope({ data: undefined }), 'data', 'is mandatory'],
    ['data and encData', envelope({ encData: 'AB', encType: 'SM4' }), 'encData', 'stand both'],
    ['encData that is no hex', envelope({ data: undefined, encData: 'XY', encType: 'SM4' }), 'encData', 'hexadecimal'],
    ['encData of half a byte', envelope({ data: undefined, encData: 'ABC', encType: 'SM4' }), 'encData', 'hexadecimal'],
    ['encData as plain', envelope({ data: undefined, encData: 'AB' }), 'encData', 'only under encType SM4'],
    ['an unknown signType', envelope({ signType: 'MD5' }), 'signType', 'one of plain, SM2, SM3'],
    ['an unknown encType', envelope({ encType: 'DES' }), 'encType', 'one of plain, SM4'],
    ['version of 11 characters', envelope({ version: '1.0.0.0.0.0' }), 'version', 'longer than 10'],
    ['signData of 173 characters (INT-110)', envelope({ signData: 'x'.repeat(173) }), 'signData', 'longer than 172'],
    ['an orgId that could pass for two members (INT-112)', envelope({ orgId: 'H1&appId=X' }), 'orgId', 'text without &'],
    ['a timestamp in words', envelope({ timestamp: 'today' }), 'timestamp', 'milliseconds'],
    ['a timestamp of 1e400', envelope().replace('{', '{"timestamp":1e400,'), 'timestamp', 'milliseconds'],
    ['a timestamp on 31 February', envelope({ timestamp: '20190231083145' }), 'timestamp', 'calendar'],
    ['a timestamp as an object', envelope({ timestamp: {} }), 'timestamp', 'must be text'],
    ['extra as a text', envelope({ extra: 'x' }), 'extra', 'must be an object'],
    ['a request id with a blank', envelope({ extra: { requestId: 'a b' } }), 'extra.requestId', 'printable ASCII'],
    ['a request id of 129 characters', envelope({ extra: { requestId: 'a'.repeat(129) } }), 'extra.requestId', 'longer than 128'],
    ['a signature without signData', envelope({ ...signed, signData: undefined }), 'signData', 'mandatory in a signed request'],
    ['a signature without timestamp', envelope({ ...signed, timestamp: '' }), 'timestamp', 'mandatory in a signed request'],
    ['a signature without version', envelope({ ...signed, version: null }), 'version', 'mandatory in a signed request'],
  ])('is refused: %s', async (_what, body, field, because) => {
    await expectNamed({ body }, 'badRequest', field, because);
  });

  it('is told every fault at once, and not more than fifty', async () => {
    await expectNamed({ body: envelope({ orgId: 1, version: 2, timestamp: [] }) }, 'badRequest', 'orgId', /version: .*; timestamp: /);
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`f${n}`, n]));
    const { answer } = await postRaw({ url: cast.stage.fujian.coreUrl, body: envelope(many) });
    expect(answer.detail?.split('; ')).toHaveLength(50);
  });
});

describe('data that their table does not know', () => {
  const scan = () => cast.xiamenHospital.scanOf('4241111111111111111122350000');
  const asked = (changes: object): string => JSON.stringify({ ...scan(), ...changes });
  it.each<[string, (() => string), string, string]>([
    ['an unknown field', () => asked({ colour: 'red' }), 'data.colour', 'unknown field'],
    ['__proto__', () => asked({}).replace('{', '{"__proto__":{"polluted":true},'), 'data.__proto__', 'unknown field'],
    ['a missing field', () => asked({ operatorId: undefined }), 'data.operatorId', 'is mandatory'],
    ['null', () => asked({ operatorName: null }), 'data.operatorName', 'is mandatory'],
    ['a code of 33 characters', () => asked({ ecQrCode: '4'.repeat(33) }), 'data.ecQrCode', 'longer than 32'],
    ['a code with blanks', () => asked({ ecQrCode: '424 111' }), 'data.ecQrCode', 'no blanks'],
    ['a code as a number', () => asked({}).replace('"4241111111111111111122350000"', '4241111111111111111122350000'), 'data.ecQrCode', 'must be text'],
    ['a name of 31 characters beyond the BMP', () => asked({ operatorName: '𬭼'.repeat(31) }), 'data.operatorName', 'longer than 30'],
    ['an unknown business type', () => asked({ businessType: '99999' }), 'data.businessType', 'table C.1'],
    ['a list of codes (no batches: A.1.6.3)', () => asked({ ecQrCode: ['4241111111111111111122350000'] }), 'data.ecQrCode', 'must be text'],
  ])('is refused: %s', async (_what, data, field, because) => {
    const { stage, xiamenHospital } = cast;
    const body = sealed(xiamenHospital.speaker, { transType: 'ec.query', timestamp: stage.clock.now() }, data());
    await expectNamed({ body }, 'badRequest', field, because);
  });

  it.each(['1e400', '1E2', '0.5', '-0', '12345678901234567890', '"100"', 'true', '{}'])('is refused: a total of %s', async (lexeme) => {
    const { stage, xiamenHospital } = cast;
    const data = `{"orgId":"H35020300001","ecToken":"x","businessType":"01301","institutionSerialNo":"S","totalFen":${lexeme}}`;
    await expectNamed({ body: sealed(xiamenHospital.speaker, { transType: 'ec.settle', timestamp: stage.clock.now() }, data) }, 'badRequest', 'data.totalFen', 'whole number');
  });
});

describe('an address, a method or a content type nobody serves', () => {
  it.each<[string, Partial<RawRequest>]>([
    ['GET', { method: 'GET' }], ['PUT', { method: 'PUT', body: '{}' }], ['DELETE', { method: 'DELETE' }], ['OPTIONS', { method: 'OPTIONS' }],
    ['another path', { path: '/api/transactions/x', body: '{}' }], ['the root', { path: '/', body: '{}' }], ['a path with ..', { path: '/api/../etc/passwd' }],
    ['a path of 8,000 characters', { path: `/${'a'.repeat(8_000)}`, body: '{}' }], ['a path that does not decode', { path: '/%zz', body: '{}' }],
  ])('is refused with -5: %s', async (_what, request) => {
    await expectNamed(request, 'badAddress', 'url');
  });

  it.each(['text/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/octet-stream', 'application/json; charset=gbk'])(
    'is judged by its bytes, whatever it calls itself: %s', async (type) => {
      await expectNamed({ headers: { 'content-type': type }, body: '<a/>' }, 'badRequest', 'body', 'is not JSON');
      await expectNamed({ headers: { 'content-type': type }, body: envelope({ orgId: 'H0' }) }, 'institutionNotFound', 'orgId');
    });
});

it('is refused with -2 where the content type is no content type', async () => {
  await expectNamed({ headers: { 'content-type': 'nonsense' }, body: envelope() }, 'badRequest', 'body', 'Unsupported Media Type');
});

describe('whoever has no business here', () => {
  /** Each is signed properly by somebody, and not for this. */
  const cases: [string, () => { speaker: Speaker; url: string; parts: Partial<RequestParts> & { transType: string } }, ReturnCodeName, string, string][] = [
    ['an unknown transaction', () => hospital('ec.nothing'), 'unknownTransaction', 'transType', 'stands in no catalogue'],
    ['a transaction of the other zone', () => hospital('ec.query', cast.stage.fujian.publicServiceUrl), 'badAddress', 'transType', 'core zone'],
    ['a transaction of the other tier', () => hospital('ec.activate'), 'badAddress', 'transType', 'national tier'],
    ['an institution in a channel\'s place', () => hospital('ec.qrcode.issue', cast.stage.fujian.publicServiceUrl), 'forbidden', 'transType', 'is open to channel'],
    ['a channel in an institution\'s place', () => ({ speaker: cast.app.speaker, url: cast.stage.fujian.coreUrl, parts: { transType: 'ec.query' } }), 'forbidden', 'transType', 'is open to institution'],
    ['an institution in the national tier\'s place', () => hospital('ec.sync.activation'), 'forbidden', 'transType', 'is open to national'],
    ['clear data where encryption is demanded', () => ({ speaker: cast.app.speaker, url: cast.stage.national.publicServiceUrl, parts: { transType: 'ec.realname.verify', encType: 'plain' } }), 'badRequest', 'data', 'must travel encrypted'],
  ];
  const hospital = (transType: string, url = cast.stage.fujian.coreUrl) => ({ speaker: cast.xiamenHospital.speaker, url, parts: { transType } });

  it.each(cases)('is refused: %s', async (_what, make, name, field, because) => {
    const { speaker, url, parts } = make();
    await expectNamed({ url, body: sealed(speaker, { timestamp: cast.stage.clock.now(), ...parts }, {}) }, name, field, because);
  });

  it('is refused: an application and an institution that nobody registered', async () => {
    await expectNamed({ body: envelope({ orgId: undefined, appId: 'A'.repeat(32) }) }, 'channelNotFound', 'appId', 'names no registered application');
    await expectNamed({ body: envelope({ orgId: undefined, appCode: 'A'.repeat(32) }) }, 'channelNotFound', 'appCode', 'names no registered application');
    await expectNamed({ body: envelope({ orgId: 'H99' }) }, 'institutionNotFound', 'orgId', 'names no registered application');
  });
});

describe('bodies that nobody thought of', () => {
  it('get an answer of table C.4 that is neither a success nor a fault of ours, and nothing is written', async () => {
    const { stage } = cast;
    const whole = Buffer.from(envelope(), 'utf8');
    const cut = fc.tuple(fc.nat(whole.length), fc.nat(whole.length), fc.uint8Array({ maxLength: 8 }))
      .map(([from, to, put]) => Buffer.concat([whole.subarray(0, from), put, whole.subarray(to)]));
    const members = fc.dictionary(fc.constantFrom('orgId', 'appId', 'transType', 'data', 'extra', 'signType', 'timestamp', 'x'), fc.jsonValue()).map((value) => JSON.stringify(value));
    await fc.assert(fc.asyncProperty(fc.oneof(fc.json(), fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)), cut, members), async (body) => {
      const { answer } = await postRaw({ url: stage.fujian.coreUrl, body });
      expect([returnCodes.success.code, returnCodes.unknownError.code]).not.toContain(answer.code);
    }), { numRuns: 400 });
    await expectUnchanged(stage, before);
  }, 60_000);
});

describe('in production', () => {
  it('the caller\'s own fields are told, our reasons are not', async () => {
    const strict = await openStageWithCast({ environment: 'production' });
    try {
      const { stage, xiamenHospital, activated } = strict;
      const citizen = await activated({ insuredIn: [xiamen] });
      const code = await citizen.shows({ in: stage.fujian });
      await xiamenHospital.scans(code);
      const start = await snapshot(stage.tiers);
      const scan = (changes: object) => sealed(xiamenHospital.speaker, { transType: transactions.decodeQrCode.transType, timestamp: stage.clock.now() }, xiamenHospital.scanOf(code, changes));
      const used = (await postRaw({ url: stage.fujian.coreUrl, body: scan({}) })).answer;
      expect(used).toMatchObject({ code: 500049, message: '电子凭证二维码无效' });
      const forged = (await postRaw({ url: stage.fujian.coreUrl, body: scan({}).replace(/"timestamp":"\d{10}/, `"timestamp":"${Math.floor(stage.clock.now() / 1_000) - 1}`) })).answer;
      expect(forged).toMatchObject({ code: 500036, message: '签名出错' });
      expect([used.detail, forged.detail]).toEqual([undefined, undefined]);
      expect((await postRaw({ url: stage.fujian.coreUrl, body: scan({ termId: '1' }) })).answer.detail).toContain('data.termId: ');
      await expectChanges(stage, start, {});
    } finally {
      await strict.stage.close();
    }
  });
});
