import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { returnCodes } from '../../src/protocol/dictionaries/return-codes.js';
import { transactions } from '../../src/protocol/transactions/index.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { xiamen } from './stage/places.js';
import { checkPath, curl, decodePath, inGbk, unsignedInstitution, type UnsignedInstitution } from './stage/terminal-program.js';

const hasCurl = spawnSync('curl', ['--version']).status === 0;
if (!hasCurl) process.stderr.write('curl is not installed here: the samples of terminals are not sent\n');
const describeWithCurl = hasCurl ? describe : describe.skip;

/** As a program of a hospital sends it, letter by letter; only the institution's number and a live code are put in. */
const sample = (orgId: string, ecQrCode: string): string => (
  `{"data":{"businessType":"01101","deviceType":"","officeId":"32760","officeName":"消化内科","operatorId":"test001",
 "operatorName":"测试操作员","orgId":"${orgId}","ecQrCode":"${ecQrCode}"},"orgId":"${orgId}","transType":"ec.query"}`
);

const thirteen = transactions.decodeQrCode.output.rows.map(({ id }) => id);

describeWithCurl('terminals in the field, by changing the address (INT-135)', () => {
  let cast: Cast;
  let citizen: Citizen;
  let hospital: UnsignedInstitution;
  let base: string;
  beforeAll(async () => {
    cast = await openStageWithCast({ provinceOverrides: { terminalProfile: { prefixes: ['/test', '/fj/v1'] }, presentations: { face: true } } });
    citizen = await cast.activated({ insuredIn: [xiamen] });
    hospital = await unsignedInstitution(cast);
    base = cast.stage.fujian.coreUrl;
  });
  afterAll(() => cast.stage.close());

  const live = async (): Promise<string> => (await citizen.shows({ in: cast.stage.fujian })).ecQrCode;
  const scans = async (written: (text: string) => string | Buffer = (text) => text, options: string[] = []) => (
    curl(base + decodePath, written(sample(hospital.orgId, await live())), options)
  );

  it.each(['', '/test', '/fj/v1'])('decodes the sample as it stands, behind %j', async (prefix) => {
    const { status, answer } = await curl(base + prefix + decodePath, sample(hospital.orgId, await live()));
    expect(status).toBe(200);
    expect(answer).toMatchObject({ orgId: hospital.orgId, code: 0, type: 'success', success: true, message: '成功', encType: 'plain', signType: 'plain' });
    expect(answer.timestamp).toMatch(/^\d{13}$/);
    expect(Object.keys(answer.data)).toEqual(thirteen);
    expect(thirteen).toHaveLength(13);
    expect(answer.data).toMatchObject({ ...citizen.identity, insuOrg: xiamen, gender: null, birthday: null, nationality: null, email: null, authNo: null });
    expect(answer.data).toMatchObject({ ecIndexNo: expect.stringMatching(/^[0-9A-F]{32}$/), ecToken: expect.stringMatching(/^350203ec[0-9a-z]{30}$/) });
  });

  it('writes the members of the answer in the order and with the types of the field', async () => {
    const { text } = await scans();
    expect(text).toMatch(/^\{"orgId":"[^"]+","code":0,"type":"success","success":true,"message":"成功","encType":"plain","signType":"plain","timestamp":"\d{13}","data":\{"userName":/);
  });

  it('takes what terminals write otherwise', async () => {
    const written: [string, (text: string) => string][] = [
      ['no deviceType', (text) => text.replace('"deviceType":"",', '')],
      ['SelfService', (text) => text.replace('"deviceType":""', '"deviceType":"SelfService"')],
      ['an empty office', (text) => text.replace('"32760"', '""').replace('"消化内科"', '""')],
      ['no office and no operator', (text) => text.replace(/"office\w+":"[^"]*",/g, '').replace(/"operator\w+":"[^"]*",/g, '')],
      ['extra of {}', (text) => text.replace('"transType"', '"extra":{},"transType"')],
      ['extra of nothing', (text) => text.replace('"transType"', '"extra":"","transType"')],
      ['the plain words', (text) => text.replace('"transType"', '"encType":"plain","signType":"PLAIN","signData":"","version":"","timestamp":"","transType"')],
      ['a clock that is off', (text) => text.replace('"transType"', '"timestamp":"2019-10-10 12:00:00","transType"')],
      ['orgId inside only', (text) => text.replace(/,"orgId":"[^"]+","transType"/, ',"transType"')],
      ['orgId outside only', (text) => text.replace(/"orgId":"[^"]+","ecQrCode"/, '"ecQrCode"')],
      ['orgId nowhere', (text) => text.replace(/,?"orgId":"[^"]+"/g, '')],
      ['a business type of three digits', (text) => text.replace('"01101"', '"101"')],
      ['trailing commas', (text) => text.replace('"},"orgId"', '",},"orgId"').replace(/\}$/, ',}')],
      ['members nobody knows', (text) => text.replace('"data":{', '"channel":"X","data":{"hisVersion":"4.2","nested":{"a":[1,]},')],
      ['a byte order mark', (text) => `\ufeff${text}`],
    ];
    for (const [what, write] of written) {
      const { answer } = await scans(write);
      expect({ what, ...answer }).toMatchObject({ what, code: 0, data: citizen.identity });
    }
  });

  it.each(['application/json', 'application/json; charset=GBK', 'text/plain; charset=gb2312', 'application/x-www-form-urlencoded'])('takes GBK as %s, and answers so that GBK and UTF-8 read the same', async (type) => {
    const { text, answer } = await scans(inGbk, ['-H', `Content-Type: ${type}`]);
    expect(answer).toMatchObject({ code: 0, message: '成功', data: citizen.identity });
    expect(text).toMatch(/^[\x20-\x7e]+$/);
  });

  it('takes cn.nhsa.qrcode.get as ec.query', async () => {
    const { answer } = await scans((text) => text.replace('ec.query', 'cn.nhsa.qrcode.get'));
    expect(answer).toMatchObject({ code: 0, data: citizen.identity });
  });

  it('checks a token in an envelope and without one, at its own address and at that of the decode', async () => {
    const { answer: { data: { ecToken } } } = await scans();
    const { idType, idNo, userName } = citizen.identity;
    const bare = { ecToken, idType, idNo, userName };
    const enveloped = { orgId: hospital.orgId, transType: 'ec.verify', data: bare };
    for (const [path, body] of [[checkPath, bare], [`/test${checkPath}`, bare], [checkPath, enveloped], [decodePath, enveloped], [checkPath, { orgId: hospital.orgId, data: bare }]] as const) {
      expect((await curl(base + path, JSON.stringify(body))).answer).toMatchObject({ code: 0, data: { flag: '1', ...citizen.identity, insuOrg: xiamen } });
    }
    const { answer } = await curl(base + checkPath, JSON.stringify({ ...bare, userName: '甄别人' }));
    expect(answer).toMatchObject({ code: 0, data: { flag: '0', insuOrg: null } });
  });

  it('recognises a face and says who it was, by cn.nhsa.ec.auth and cn.nhsa.auth.check', async () => {
    const { orgId } = hospital;
    const authenticated = await curl(base + decodePath, JSON.stringify({ orgId, transType: 'cn.nhsa.ec.auth', data: { outBizNo: 'B001', extData: citizen.face } }));
    expect(authenticated.answer).toMatchObject({ code: 0, data: { authNo: expect.stringMatching(/^ano\d{25}$/) } });
    const { authNo } = authenticated.answer.data;
    const { answer } = await curl(base + decodePath, JSON.stringify({ orgId, transType: 'cn.nhsa.auth.check', data: { outBizNo: 'B002', authNo } }));
    expect(answer).toMatchObject({ code: 0, data: { ...citizen.identity, authNo } });
    expect(Object.keys(answer.data)).toEqual(thirteen);
  });

  it('writes down cn.nhsa.settle.notify, and says -2 to iot.gain.ec.qrcode, which asks for a scanner (INT-141)', async () => {
    const says = (transType: string, data: object) => curl(base + decodePath, JSON.stringify({ orgId: hospital.orgId, transType, data }));
    const { answer } = await says('cn.nhsa.settle.notify', { outBizNo: 'B003', settleResult: '成功', fundPay: 100.5 });
    expect(answer).toMatchObject({ code: 0, message: '成功', data: { receivedAt: expect.any(Number) } });
    expect(await cast.stage.fujian.tier.count('journal_entry', "act = 'cn.nhsa.settle.notify'")).toBe(1);
    for (const gainWay of ['ALL', 'MOBILE', 'FACE']) {
      expect((await says('iot.gain.ec.qrcode', { gainWay, outBizNo: 'B004' })).answer).toMatchObject({ code: -2, success: false, data: { ecQrCode: null } });
    }
  });

  it('says -2 where nothing was scanned, and 500159 to what is no code of an electronic credential', async () => {
    for (const nothing of ['', null, undefined]) {
      const { answer } = await curl(base + decodePath, JSON.stringify({ orgId: hospital.orgId, transType: 'ec.query', data: { businessType: '01101', ecQrCode: nothing } }));
      expect(answer).toMatchObject({ code: -2, success: false, message: returnCodes.badRequest.text });
    }
    for (const other of ['134567890123456789', 'https://example.com/?code=医保', `${'9'.repeat(64)}`, 'with blank', '社会保障卡']) {
      const { answer } = await curl(base + decodePath, sample(hospital.orgId, other));
      expect(answer).toMatchObject({ code: 500159, success: false, message: '请使用医保电子凭证二维码' });
      expect(Object.entries(answer.data)).toEqual(thirteen.map((id) => [id, null]));
    }
  });

  it('refuses a used code with the number and the text of table C.4, and thirteen fields of nothing', async () => {
    const code = await live();
    await curl(base + decodePath, sample(hospital.orgId, code));
    const { answer } = await curl(base + decodePath, sample(hospital.orgId, code));
    expect(answer).toMatchObject({ code: 500049, success: false, message: '电子凭证二维码无效' });
    expect(Object.entries(answer.data)).toEqual(thirteen.map((id) => [id, null]));
  });
});
