import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { returnCodes, type ReturnCodeName } from '../../src/protocol/dictionaries/return-codes.js';
import { transactions } from '../../src/protocol/transactions/index.js';
import { TRANSACTION_PATH } from '../../src/client/transaction-client.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { letsIn } from './stage/centre-staff.js';
import type { CentreUser } from './stage/centre-user.js';
import type { Citizen } from './stage/citizen.js';
import { expectJournalsWhole, expectRefusal, expectUnchanged } from './stage/expectations.js';
import { xiamen } from './stage/places.js';
import { postRaw } from './stage/raw-wire.js';
import { snapshot } from './stage/snapshot.js';
import { decodePath, HERE, unsignedInstitution, type UnsignedInstitution } from './stage/terminal-program.js';

const ELSEWHERE = ['10.9.0.0/16', '2001:db8:9::/48'];
const thirteen = transactions.decodeQrCode.output.rows.map(({ id }) => id);
const nothing = Object.fromEntries(thirteen.map((id) => [id, null]));

let cast: Cast;
let citizen: Citizen;
let hospital: UnsignedInstitution;
/** 厦门市 registers terminals; 福建省 says what institutions may use. */
let registrar: CentreUser;
let operator: CentreUser;
beforeAll(async () => {
  cast = await openStageWithCast({ onFiles: true });
  citizen = await cast.activated({ insuredIn: [xiamen] });
  hospital = await unsignedInstitution(cast);
  registrar = await letsIn(cast.stage.national, 'dengji.xiamen', 'city:350200', ['register']);
  operator = await letsIn(cast.stage.national, 'yunwei.fujian', 'province:35', ['operate']);
});
afterAll(() => cast.stage.close());

const live = async (): Promise<string> => (await citizen.shows({ in: cast.stage.fujian })).ecQrCode;
const scanOf = (orgId: string, ecQrCode: string, saying: object = {}) => ({
  orgId, ecQrCode, businessType: '01301', operatorId: 'test001', operatorName: '测试操作员', officeId: '32760', officeName: '测试科室', ...saying,
});
const bodyOf = (orgId: string, data: object, saying: object = {}) => JSON.stringify({ orgId, transType: 'ec.query', data, ...saying });
const posts = (body: string, { path = decodePath, headers }: { path?: string; headers?: Record<string, string> } = {}) => (
  postRaw({ url: cast.stage.fujian.coreUrl, path, body, headers })
);

/** Refused with this row, naming the field and the reason, thirteen fields of nothing; and nothing is written anywhere. */
async function expectRefused(body: string, name: ReturnCodeName, field: string, because: string | RegExp, at?: Parameters<typeof posts>[1]): Promise<void> {
  const before = await snapshot(cast.stage.tiers);
  const { status, answer } = await posts(body, at);
  expect({ status, ...answer }).toMatchObject({ status: 200, code: returnCodes[name].code, message: returnCodes[name].text, success: false });
  expect(answer.detail).toContain(`${field}: `);
  expect(answer.detail).toMatch(because);
  if (at?.path === undefined) expect(answer.data).toEqual(nothing);
  await expectUnchanged(cast.stage, before);
}

describe('INT-135: a request without a signature is taken', () => {
  it('from an active terminal of an institution registered for it, at a registered network, and the journal says which terminal', async () => {
    const { answer } = await posts(bodyOf(hospital.orgId, scanOf(hospital.orgId, await live())));
    expect(answer).toMatchObject({ code: 0, data: citizen.identity });
    const [entry] = await cast.stage.fujian.tier.rows<{ actor: string; detail: string }>("SELECT actor, detail FROM journal_entry WHERE act = 'ec.query' ORDER BY sequence DESC LIMIT 1");
    expect(entry?.actor).toBe(`institution:${hospital.orgId}`);
    expect(JSON.parse(entry?.detail ?? '{}')).toMatchObject({ terminal: hospital.terminal, businessType: '01301' });
  });

  it('at our own address, held to the tables there', async () => {
    const data = scanOf(hospital.orgId, await live(), { termId: hospital.terminal, termIp: '127.0.0.1' });
    await expectRefused(bodyOf(hospital.orgId, scanOf(hospital.orgId, await live())), 'badRequest', 'data.termId', 'is mandatory', { path: TRANSACTION_PATH });
    await expectRefused(bodyOf(hospital.orgId, { ...data, hisVersion: '4.2' }), 'badRequest', 'data.hisVersion', 'unknown field', { path: TRANSACTION_PATH });
    await expectRefused(bodyOf(hospital.orgId, data).replace(/\}$/, ',}'), 'badRequest', 'body', 'is not JSON', { path: TRANSACTION_PATH });
    expect((await posts(bodyOf(hospital.orgId, data), { path: TRANSACTION_PATH })).answer.code).toBe(0);
  });

  it('and used up by it: the same code a second time is refused', async () => {
    const body = bodyOf(hospital.orgId, scanOf(hospital.orgId, await live()));
    expect((await posts(body)).answer.code).toBe(0);
    expect((await posts(body)).answer.code).toBe(500049);
  });
});

describe('INT-135: a request without a signature is refused', () => {
  it('from another network, whatever a header says of where it came from', async () => {
    const away = await unsignedInstitution(cast, ELSEWHERE);
    const body = bodyOf(away.orgId, scanOf(away.orgId, await live()));
    await expectRefused(body, 'forbidden', 'signType', /no terminal of this institution is registered .* from (::ffff:)?127\.0\.0\.1/);
    await expectRefused(body, 'forbidden', 'signType', 'no terminal', { headers: { 'x-forwarded-for': '10.9.0.1', forwarded: 'for=10.9.0.1' } });
    const named = bodyOf(away.orgId, scanOf(away.orgId, await live(), { termId: away.terminal }));
    await expectRefused(named, 'forbidden', 'data.termId', 'is not registered to speak without a signature');
  });

  it('in the name of another institution, though this one has terminals here', async () => {
    const { orgId } = await unsignedInstitution(cast, ELSEWHERE);
    await expectRefused(bodyOf(orgId, scanOf(orgId, await live(), { termId: hospital.terminal })), 'forbidden', 'data.termId', 'is not registered');
    await expectRefused(bodyOf(hospital.orgId, scanOf(orgId, await live())), 'badRequest', 'data.orgId', 'is not the orgId of the envelope');
    await expectRefused(bodyOf('H35029999999', scanOf('H35029999999', await live())), 'institutionNotFound', 'orgId', 'names no registered');
  });

  it('from an institution registered for signatures alone: a downgrade', async () => {
    const { orgId, terminal } = cast.xiamenHospital;
    const data = scanOf(orgId, await live(), { termId: terminal });
    await expectRefused(bodyOf(orgId, data), 'signatureInvalid', 'signType', 'registered for SM2, SM3');
    await expectRefused(bodyOf(orgId, data, { signType: 'plain', encType: 'plain' }), 'signatureInvalid', 'signType', 'registered for SM2, SM3');
    await expectRefused(bodyOf(orgId, { ...data, termIp: '127.0.0.1' }), 'signatureInvalid', 'signType', 'registered for', { path: TRANSACTION_PATH });
  });

  it('by a channel, which cannot even be registered for it', async () => {
    const { app, stage } = cast;
    const body = JSON.stringify({ appId: app.speaker.keys.appId, transType: 'ec.qrcode.issue', data: { authorizationCode: 'A'.repeat(32) } });
    expect((await posts(body)).answer).toMatchObject({ code: returnCodes.signatureInvalid.code, detail: 'signType: this application is registered for SM2, SM3' });
    await expectRefusal(stage.centre.registersByTransaction('示例渠道', 'official', { signTypes: ['plain'] }), 'badRequest', { naming: 'data.signTypes' });
  });

  it('from a terminal that is suspended, and taken again when it is resumed', async () => {
    const { orgId, terminal } = await unsignedInstitution(cast);
    const operates = async (act: string): Promise<void> => {
      await registrar.asks('POST', `terminals/${terminal}/${act}`, { reason: '示例原因' });
      await cast.stage.converged();
    };
    await operates('suspension');
    const body = bodyOf(orgId, scanOf(orgId, await live()));
    await expectRefused(body, 'forbidden', 'data.termId', 'is a terminal that is suspended');
    await operates('resumption');
    expect((await posts(body)).answer.code).toBe(0);
    await operates('retirement');
    await expectRefused(bodyOf(orgId, scanOf(orgId, await live())), 'forbidden', 'data.termId', 'is retired');
  });

  it('from an institution that is suspended', async () => {
    const { orgId } = await unsignedInstitution(cast);
    await operator.asks('POST', `institutions/${orgId}/suspension`, { reason: '示例原因' });
    await cast.stage.converged();
    const body = bodyOf(orgId, scanOf(orgId, await live()));
    const before = await snapshot(cast.stage.tiers);
    expect((await posts(body)).answer).toMatchObject({ code: 500058, data: nothing });
    await expectUnchanged(cast.stage, before);
  });

  it('where several terminals are registered at the address and the request names none of them', async () => {
    const { orgId, terminal } = await unsignedInstitution(cast);
    const second = await cast.stage.centre.registersTerminal(orgId, { mac: '00:00:5e:00:53:01', networks: HERE });
    await cast.stage.converged();
    await expectRefused(bodyOf(orgId, scanOf(orgId, await live())), 'badRequest', 'data.termId', 'is mandatory');
    for (const termId of [terminal, second]) expect((await posts(bodyOf(orgId, scanOf(orgId, await live(), { termId })))).answer.code).toBe(0);
    // One of them alone at a narrower network is the one that is meant.
    await registrar.asks('PUT', `terminals/${second}/networks`, { networks: ['127.0.0.1'] });
    await cast.stage.converged();
    expect((await posts(bodyOf(orgId, scanOf(orgId, await live())))).answer.code).toBe(0);
  });
});

describe('INT-139, INT-140: the centre says who may', () => {
  it('binds a terminal to networks and lets an institution speak unsigned, each by another role; takes both away again', async () => {
    const { xiamenPharmacy: { orgId, terminal }, stage } = cast;
    const body = async () => bodyOf(orgId, scanOf(orgId, await live(), { businessType: '02121' }));
    expect((await registrar.tries('PUT', `institutions/${orgId}/profile`, { signTypes: ['plain'], encTypes: ['plain'] })).status).toBe(403);
    await operator.asks('PUT', `institutions/${orgId}/profile`, { signTypes: ['SM2', 'plain'], encTypes: ['plain', 'SM4'] });
    await stage.converged();
    await expectRefused(await body(), 'forbidden', 'signType', 'no terminal of this institution');
    expect((await operator.tries('PUT', `terminals/${terminal}/networks`, { networks: HERE })).status).toBe(403);
    const bound = await registrar.asks('PUT', `terminals/${terminal}/networks`, { networks: ['127.9.9.9/8', '::1'] });
    expect(bound['networks']).toEqual(['127.0.0.0/8', '0:0:0:0:0:0:0:1/128']);
    await stage.converged();
    expect((await posts(await body())).answer).toMatchObject({ code: 0, data: citizen.identity });
    await expect(cast.xiamenPharmacy.scans(await live())).resolves.toMatchObject(citizen.identity);
    await registrar.asks('PUT', `terminals/${terminal}/networks`, { networks: [] });
    await stage.converged();
    await expectRefused(await body(), 'forbidden', 'signType', 'no terminal of this institution');
    await operator.asks('PUT', `institutions/${orgId}/profile`, { signTypes: ['SM2', 'SM3'], encTypes: ['plain', 'SM4'] });
    await stage.converged();
    await expectRefused(await body(), 'signatureInvalid', 'signType', 'registered for SM2, SM3');
  });

  it.each(['10.0.0.0/7', '0.0.0.0/0', '::/0', '10.1.2', 'hospital.example', '10.1.2.3/33', ''])('refuses %j as a network', async (network) => {
    const { status, json } = await registrar.tries('PUT', `terminals/${hospital.terminal}/networks`, { networks: [network] });
    expect({ status, ...json }).toMatchObject({ status: 400, code: -2 });
  });

  it('holds an institution to the encryption it is registered for', async () => {
    const { orgId } = await unsignedInstitution(cast, HERE, ['SM2', 'plain']);
    expect((await operator.tries('PUT', `institutions/${orgId}/profile`, { signTypes: ['plain'], encTypes: ['SM4'] })).json).toMatchObject({ code: -2 });
    await operator.asks('PUT', `institutions/${cast.xiamenHospital.orgId}/profile`, { signTypes: ['SM2'], encTypes: ['SM4'] });
    await cast.stage.converged();
    const { xiamenHospital } = cast;
    const code = await live();
    await expectRefusal(xiamenHospital.scans(code, {}, { travel: { signType: 'SM2', encType: 'plain' } }), 'forbidden', { naming: 'encType', because: 'registered for SM4' });
    await expectRefusal(xiamenHospital.scans(code, {}, { travel: { signType: 'SM3', encType: 'SM4' } }), 'signatureInvalid', { naming: 'signType', because: 'registered for SM2' });
    await expect(xiamenHospital.scans(code)).resolves.toMatchObject(citizen.identity);
    await operator.asks('PUT', `institutions/${xiamenHospital.orgId}/profile`, { signTypes: ['SM2', 'SM3'], encTypes: ['plain', 'SM4'] });
    await cast.stage.converged();
  });
});

describe('a province in production that has not opened the terminal profile', () => {
  let closed: Cast;
  beforeAll(async () => { closed = await openStageWithCast({ environment: 'production' }); });
  afterAll(() => closed.stage.close());

  it('refuses at both addresses what nobody signed, from the right place too', async () => {
    const { orgId, terminal } = await unsignedInstitution(closed);
    const before = await snapshot(closed.stage.tiers);
    for (const path of [decodePath, TRANSACTION_PATH]) {
      const body = bodyOf(orgId, scanOf(orgId, `424${'1'.repeat(17)}00350000`, { termId: terminal, termIp: '127.0.0.1' }));
      const { answer } = await postRaw({ url: closed.stage.fujian.coreUrl, path, body });
      expect(answer).toMatchObject({ code: returnCodes.forbidden.code, detail: expect.stringContaining('signType: must be SM2 or SM3: requests without a signature are not taken here') });
    }
    await expectUnchanged(closed.stage, before);
  });
});

it('leaves journals that are whole', () => expectJournalsWhole(cast.stage.tiers));
