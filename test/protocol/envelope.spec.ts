import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readRequestEnvelope, requestShape } from '../../src/protocol/envelope.js';
import { Refusal } from '../../src/protocol/refusal.js';
import { bytes, faultsOf, golden, refusalFrom } from './parties.js';

const read = (source: string): ReturnType<typeof readRequestEnvelope> => readRequestEnvelope(bytes(source));
const readFields = (fields: object): ReturnType<typeof readRequestEnvelope> => read(JSON.stringify(fields));
const faults = async (body: string | object | Buffer): Promise<string[]> => {
  const source = Buffer.isBuffer(body) ? body : bytes(typeof body === 'string' ? body : JSON.stringify(body));
  const refusal = await refusalFrom(() => readRequestEnvelope(source));
  expect(refusal.returnCode.name).toBe('badRequest');
  return faultsOf(refusal);
};

/** Request sample of A.1.5.1, as printed. */
const SAMPLE = `{
    "orgId": "1DBHJRS5I01E0F34A8C00000B959FA86",
    "version": "1.0.0",
    "encType": "sm4",
    "transType": "ec.query",
    "signType": "sm3",
    "signData": "sdfasfdasf",
    "timestamp": 20191016083145,
    "extra": {},
    "data": {
        "orgId": "1DBHJRS5I01E0F34A8C00000B959FA86",
        "showId": "20190821172356",
        "businessType": "1",
        "termInfo": "国家医疗保障局",
        "termIp": "127.0.0.1"
    }
}`;
const unsigned = { orgId: 'H35020300001', transType: 'ec.query', data: {} };
const signed = { ...unsigned, version: '1.0.0', signType: 'SM2', signData: 'AAAA', timestamp: '1602308542543' };

describe('the request envelope (table A.2)', () => {
  it('has the fields of the printed table with their lengths', () => {
    expect(requestShape.rows.slice(0, 9).map(({ no, id, name, type }) => [no, id, name, type.type, type.length])).toEqual([
      [1, 'orgId', '机构 ID', 'C', 40],
      [2, 'version', '版本号', 'C', 10],
      [3, 'encType', '加密方式', 'C', 10],
      [4, 'transType', '交易类型', 'C', 40], // INT-27: C20 here, C40 in table B.1
      [5, 'signType', '签名类型', 'C', 10],
      [6, 'signData', '签名数据', 'C', 100],
      [7, 'timestamp', '时间戳', 'C', 20],
      [8, 'extra', '附加参数', 'Json', undefined],
      [9, 'data', '入参内容', 'Json', undefined],
    ]);
  });

  it('is read from the sample of A.1.5.1: small letters, a bare number, clear data under encType sm4', () => {
    expect(read(SAMPLE)).toMatchObject({
      identity: { field: 'orgId', value: '1DBHJRS5I01E0F34A8C00000B959FA86' }, transType: 'ec.query', signType: 'SM3', encType: 'SM4',
      signData: 'sdfasfdasf', timestamp: Date.UTC(2019, 9, 16, 0, 31, 45), requestId: undefined, encData: undefined, data: { showId: '20190821172356' },
    });
  });

  it('is read from what terminals send, without any protection', () => {
    const body = '{"data":{"businessType":"01101","deviceType":"","ecQrCode":"4240000000000000000142350000","orgId":"H35020300001"},"orgId":"H35020300001","transType":"ec.query","extra":{}}';
    expect(read(body)).toMatchObject({ identity: { field: 'orgId', value: 'H35020300001' }, signType: 'plain', encType: 'plain', timestamp: undefined, signData: undefined });
  });

  it('reads who speaks from appId, else appCode, else orgId (INT-21)', () => {
    expect(readFields({ ...unsigned, appCode: 'CODE', appId: 'APP' })).toMatchObject({ identity: { field: 'appId', value: 'APP' }, orgId: 'H35020300001' });
    expect(readFields({ ...unsigned, appCode: 'CODE', appId: '' })).toMatchObject({ identity: { field: 'appCode', value: 'CODE' } });
    expect(readFields({ transType: 'ec.query', data: {}, appId: 'APP' })).toMatchObject({ orgId: undefined });
  });

  it.each([['sm2', 'SM2'], ['Sm3', 'SM3'], ['PLAIN', 'plain'], ['', 'plain'], [null, 'plain']])('takes %j for signType %s', (spelled, name) => {
    expect(readFields({ ...signed, signType: spelled }).signType).toBe(name);
  });

  it.each(['RSA', 'ſM2', 'SM2 ', 'none'])('knows no signType %j', async (spelled) => {
    expect(await faults({ ...unsigned, signType: spelled })).toEqual(['signType: one of plain, SM2, SM3']);
  });

  it('has no text that could pass for two members of the string to sign (INT-112)', async () => {
    for (const field of ['orgId', 'version', 'transType', 'appId', 'appCode']) {
      expect(await faults({ ...signed, [field]: 'a&b=c' })).toEqual([`${field}: text without &`]);
    }
    for (const requestId of ['&', 'a&b', '&&&']) expect(await faults({ ...signed, requestId })).toEqual(['requestId: 1 to 128 printable ASCII characters, no &']);
    expect(readFields({ ...signed, requestId: '!"#$%\'()*+,-./:;<=>?@[]^_`{|}~' }).requestId).toHaveLength(30);
  });

  it('has room for the longest spelling of a signature (INT-110), which is longer than table A.2 says, and not for more', async () => {
    expect(readFields({ ...signed, signData: 'A'.repeat(172) }).signData).toHaveLength(172);
    expect(await faults({ ...signed, signData: 'A'.repeat(173) })).toEqual(['signData: longer than 172 characters']);
  });

  it('keeps every member as it stood', () => {
    expect(JSON.stringify(Object.keys(read(golden.sm2.body).members))).toBe(JSON.stringify(Object.keys(JSON.parse(golden.sm2.body) as object)));
    expect(read('{"orgId":"H1","transType":"x","timestamp":1602308542,"data":{}}').members.timestamp).toEqual({ text: '1602308542' });
  });

  it('names everything that is wrong at once', async () => {
    expect(await faults({ signType: 'SM2', encType: 'SM9', timestamp: '20260231120000', orgId: 5, version: 'x'.repeat(11), extra: { requestId: 'a b' }, data: [], more: 1 })).toEqual([
      'orgId: must be text',
      'version: longer than 10 characters',
      'encType: one of plain, SM4, SM2',
      'transType: is mandatory',
      'timestamp: a moment of the calendar in yyyyMMddHHmmss',
      'extra.requestId: 1 to 128 printable ASCII characters, no &',
      'data: must be an object',
      'more: unknown field',
      'signData: is mandatory in a signed request (signType SM2)',
    ]);
    expect(await faults({})).toEqual([
      'transType: is mandatory', 'orgId: one of appId, appCode, orgId is mandatory', 'data: is mandatory (or encData in its place)',
    ]);
  });

  it('asks of signed requests what table A.2 makes mandatory, and of unsigned ones only what table B.1 does', async () => {
    expect(await faults({ ...unsigned, signType: 'SM3', version: '', signData: null })).toEqual([
      'version: is mandatory in a signed request (signType SM3)',
      'signData: is mandatory in a signed request (signType SM3)',
      'timestamp: is mandatory in a signed request (signType SM3)',
    ]);
    expect(await faults({ ...signed, version: null, orgId: '' })).toEqual([
      'version: is mandatory in a signed request (signType SM2)', 'orgId: one of appId, appCode, orgId is mandatory',
    ]);
    expect(readFields(unsigned).transType).toBe('ec.query');
  });

  it('passes over what it does not know in extra and reads the request id (INT-22)', async () => {
    expect(readFields({ ...unsigned, extra: { requestId: 'r-1', terminal: { maker: '某某' } } }).requestId).toBe('r-1');
    expect(readFields({ ...unsigned, extra: { requestId: '' } }).requestId).toBeUndefined();
    expect(await faults({ ...unsigned, extra: 'r-1' })).toEqual(['extra: must be an object']);
    expect(await faults({ ...unsigned, extra: { requestId: 7 } })).toEqual(['extra.requestId: must be text']);
    expect(await faults({ ...unsigned, extra: { requestId: 'x'.repeat(129) } })).toEqual(['extra.requestId: longer than 128 characters']);
  });
});

describe('data and encData', () => {
  const without = { orgId: 'H1', transType: 'x', encType: 'SM4' };

  it('stand in each other\'s place, exactly one of them', async () => {
    expect(readFields({ ...without, encData: 'aB09', data: null })).toMatchObject({ encData: 'aB09', data: undefined });
    expect(readFields({ ...without, encData: '', data: { a: 1 } })).toMatchObject({ encData: undefined, data: { a: { text: '1' } } });
    expect(await faults(without)).toEqual(['data: is mandatory (or encData in its place)']);
    expect(await faults({ ...without, encData: 'AB', data: {} })).toEqual(['encData: data and encData stand both']);
    expect(await faults({ ...without, encType: 'plain', encData: 'AB' })).toEqual(['encData: stands only under encType SM4 or SM2']);
  });

  it.each(['A', 'ABC', 'XY', 'AB AB', '0x12', 'ＡＢ'])('encData %j is not hexadecimal', async (encData) => {
    expect(await faults({ ...without, encData })).toEqual(['encData: hexadecimal digits, two for each byte']);
  });

  it('encData has room for the 200 K of table B.1, and not for more', async () => {
    const longest = 2 * (200 * 1024 + 16);
    expect(readFields({ ...without, encData: 'AB'.repeat(longest / 2) }).encData).toHaveLength(longest);
    expect(await faults({ ...without, encData: 'AB'.repeat(longest / 2 + 1) })).toEqual([`encData: longer than ${longest} characters`]);
    expect(await faults({ ...without, encData: `${'AB'.repeat(200_000)}zz` })).toEqual(['encData: hexadecimal digits, two for each byte']);
  });

  it('encData of SM2 has room for 16 K (INT-113)', async () => {
    const longest = 2 * (16 * 1024 + 97);
    expect(readFields({ ...without, encType: 'SM2', encData: 'AB'.repeat(longest / 2) }).encData).toHaveLength(longest);
    expect(await faults({ ...without, encType: 'SM2', encData: 'AB'.repeat(longest / 2 + 1) })).toEqual([`encData: longer than ${longest} characters under encType SM2`]);
  });
});

describe('a body that is no request', () => {
  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'body: is empty'],
    ['a list', bytes('[]'), 'body: must be a JSON object'],
    ['a number', bytes('1'), 'body: must be a JSON object'],
    ['null', bytes('null'), 'body: must be a JSON object'],
    ['a trailing comma (INT-19: the signed profile is strict)', bytes('{"a":1,}'), 'body: is not JSON: a string was expected at position 7'],
    ['a member twice', bytes('{"transType":"a","transType":"b"}'), 'body: is not JSON: a member stands twice at position 28'],
    ['GBK bytes', Buffer.from([0x7b, 0x22, 0xd5, 0xe7, 0x22, 0x3a, 0x31, 0x7d]), 'body: is not UTF-8'],
    ['a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'body: is not UTF-8'],
    ['an overlong slash', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), 'body: is not UTF-8'],
    ['a byte order mark', bytes('\ufeff{}'), 'body: is not JSON: a JSON value was expected at position 0'],
    ['a form', bytes('transType=ec.query'), 'body: is not JSON: a JSON value was expected at position 0'],
  ])('is refused with -2: %s', async (_, body, fault) => {
    expect(await faults(body)).toEqual([fault]);
  });

  it('is refused with -2 and never breaks us', () => {
    const anything = fc.oneof(fc.uint8Array({ maxLength: 64 }), fc.json().map(bytes), fc.object().map((each) => bytes(JSON.stringify(each))));
    fc.assert(fc.property(anything, (body) => {
      expect(() => readRequestEnvelope(body)).toThrow(Refusal);
    }), { numRuns: 500 });
  });

  it('says nothing of a name that is a megabyte long but its beginning', async () => {
    const shown = await faults({ ['n'.repeat(1_000_000)]: 1 });
    expect(shown).toContain(`${'n'.repeat(40)}: unknown field`);
    expect(shown.join('').length).toBeLessThan(300);
  });
});
