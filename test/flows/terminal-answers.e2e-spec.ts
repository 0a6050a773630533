import * as http from 'node:http';
import * as net from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { returnCodes, type ReturnCodeName } from '../../src/protocol/dictionaries/return-codes.js';
import { transactions } from '../../src/protocol/transactions/index.js';
import { EcTokenStore } from '../../src/modules/qrcode/province/ec-token.store.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectUnchanged } from './stage/expectations.js';
import { xiamen } from './stage/places.js';
import { postRaw, sealed } from './stage/raw-wire.js';
import { snapshot } from './stage/snapshot.js';
import { checkPath, decodePath, unsignedInstitution, type UnsignedInstitution } from './stage/terminal-program.js';

const thirteen = transactions.decodeQrCode.output.rows.map(({ id }) => id);
const nothing = Object.fromEntries(thirteen.map((id) => [id, null]));

let cast: Cast;
let citizen: Citizen;
let hospital: UnsignedInstitution;
beforeAll(async () => {
  cast = await openStageWithCast();
  citizen = await cast.activated({ insuredIn: [xiamen] });
  hospital = await unsignedInstitution(cast);
});
afterAll(() => cast.stage.close());

const live = async (): Promise<string> => (await citizen.shows({ in: cast.stage.fujian })).ecQrCode;
const bodyOf = (data: object, saying: object = {}) => JSON.stringify({ orgId: hospital.orgId, transType: 'ec.query', data, ...saying });
const posts = (body: string) => postRaw({ url: cast.stage.fujian.coreUrl, path: decodePath, body });

/** Refused with this row, naming the field and the reason; and nothing is written anywhere. */
async function expectRefused(body: string, name: ReturnCodeName, field: string, because: string): Promise<void> {
  const before = await snapshot(cast.stage.tiers);
  const { answer } = await posts(body);
  expect(answer).toMatchObject({ code: returnCodes[name].code, message: returnCodes[name].text, success: false });
  expect(answer.detail).toContain(`${field}: `);
  expect(answer.detail).toContain(because);
  await expectUnchanged(cast.stage, before);
}

describe('what is signed stays strict at the addresses of terminals', () => {
  const signed = async (data: object, travel: { signType: 'SM2' | 'SM3'; encType: 'plain' | 'SM4' } = { signType: 'SM2', encType: 'plain' }) => (
    sealed(cast.xiamenHospital.speaker, { transType: 'ec.query', timestamp: cast.stage.clock.now(), ...travel }, data)
  );

  it('is taken there as at our own address, encrypted or not', async () => {
    const { xiamenHospital } = cast;
    for (const encType of ['plain', 'SM4'] as const) {
      const { answer } = await posts(await signed(xiamenHospital.scanOf(await live()), { signType: 'SM2', encType }));
      expect(answer).toMatchObject({ code: 0, signType: 'SM2', encType, signData: expect.any(String) });
    }
  });

  it('is refused with a trailing comma, in GBK, with members left out or unknown, and as another transaction', async () => {
    const { xiamenHospital } = cast;
    const scan = xiamenHospital.scanOf(await live());
    const good = await signed(scan);
    await expectRefused(good.replace(/\}$/, ',}'), 'badRequest', 'body', 'is not JSON');
    await expectRefused(await signed({ ...scan, officeId: '' }), 'badRequest', 'data.officeId', 'must not be empty');
    await expectRefused(await signed({ ...scan, surplus: 1 }), 'badRequest', 'data.surplus', 'unknown field');
    await expectRefused(good.replace('"transType"', '"colour":"red","transType"'), 'badRequest', 'colour', 'unknown field');
    const { answer } = await posts(good.replace('ec.query', 'cn.nhsa.qrcode.get'));
    expect(answer.code).toBe(returnCodes.signatureInvalid.code);
  });

  it('a signature that is taken off leaves a request that is refused', async () => {
    const members = JSON.parse(await signed(cast.xiamenHospital.scanOf(await live()))) as Record<string, unknown>;
    for (const taken of [{ signData: undefined }, { signData: undefined, signType: 'plain' }, { signData: undefined, signType: undefined, appId: undefined }]) {
      const { answer } = await posts(JSON.stringify({ ...members, ...taken }));
      expect([returnCodes.badRequest.code, returnCodes.signatureInvalid.code]).toContain(answer.code);
    }
  });
});

describe('A.1.2: no answer is ever empty', () => {
  const at = (path: string, body: string | Buffer, method = 'POST', headers?: Record<string, string>) => postRaw({ url: cast.stage.fujian.coreUrl, path, body, method, headers });

  it.each<[string, string | Buffer]>([
    ['nothing', ''], ['blanks', ' \r\n'], ['no JSON', 'ecQrCode=1'], ['a list', '[]'], ['a text', '"x"'], ['null', 'null'], ['half a body', '{"data":{'],
    ['a member twice', '{"orgId":"A","orgId":"B"}'], ['a depth of 100,000', '{"a":'.repeat(100_000)], ['bytes that are no letters', Buffer.from([0x7b, 0xff, 0xff, 0x7d])],
    ['data as a list', '{"data":[]}'], ['data as a text', '{"orgId":"H1","transType":"ec.query","data":"x"}'], ['numbers everywhere', '{"orgId":1,"transType":2,"data":{"ecQrCode":3}}'],
    ['10 MB', 'x'.repeat(10 * 1024 * 1024)],
  ])('to %s: -2, with every field that is looked for as null', async (_what, body) => {
    for (const prefix of ['', '/test']) {
      const { status, answer } = await at(prefix + decodePath, body);
      expect({ status, ...answer }).toMatchObject({ status: 200, code: -2, success: false, message: '请求参数异常', encType: 'plain', signType: 'plain', data: nothing });
      expect((await at(prefix + checkPath, body)).answer).toMatchObject({ code: -2, data: { flag: null, idNo: null, idType: null, userName: null, insuOrg: null } });
    }
  });

  it('to an unknown transType: 500021; to another address or method below: -5', async () => {
    const { answer } = await posts(bodyOf({}, { transType: 'cn.nhsa.unknown' }));
    expect(answer).toMatchObject({ code: returnCodes.unknownTransaction.code, data: nothing });
    for (const [path, method] of [[`${decodePath}/more`, 'POST'], ['/localcfc/api/hsecfc/other', 'POST'], [`/prod${decodePath}`, 'POST'], [decodePath, 'GET'], [decodePath, 'PUT']] as const) {
      const refused = await at(path, '{}', method);
      expect({ path, ...refused.answer }).toMatchObject({ path, code: -5, success: false, message: returnCodes.badAddress.text, data: {} });
    }
  });

  it('to what our own fault breaks: -1', async () => {
    const tokens = cast.stage.fujian.tier.app.get(EcTokenStore, { strict: false });
    const broken = jest.spyOn(tokens, 'issue').mockRejectedValue(new Error('the disk is full'));
    try {
      const { answer } = await posts(bodyOf({ orgId: hospital.orgId, ecQrCode: await live(), businessType: '01301' }));
      expect(answer).toMatchObject({ code: -1, success: false, message: returnCodes.unknownError.text, data: nothing });
    } finally {
      broken.mockRestore();
    }
  });

  it('to a head that is too long, and to what is no HTTP at all', async () => {
    const { coreUrl } = cast.stage.fujian;
    const long = await new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
      const request = http.request(coreUrl + decodePath, { method: 'POST', headers: { 'x-long': 'x'.repeat(40_000) } }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => { text += part; }).on('end', () => resolve({ status: response.statusCode, text }));
      });
      request.on('error', reject).end('{}');
    });
    expect(long.status).toBe(431);
    expect(JSON.parse(long.text)).toMatchObject({ code: -2, success: false, message: '请求参数异常', data: {} });
    const said = await new Promise<string>((resolve) => {
      let text = '';
      const socket = net.connect(Number(new URL(coreUrl).port), '127.0.0.1', () => socket.write('ecQrCode\r\n\r\n'));
      socket.setEncoding('utf8').on('data', (part: string) => { text += part; }).on('close', () => resolve(text)).on('error', () => undefined);
    });
    expect(JSON.parse(said.slice(said.indexOf('\r\n\r\n')))).toMatchObject({ code: -2, data: {} });
  });
});
