import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { planFederation } from '../../../src/cli/federation-plan.js';
import type { Clock } from '../../../src/kernel/clock.js';
import type { RunningTier } from '../../../src/kernel/host/start-tier.js';
import { Contacts } from '../../../src/kernel/link/contacts.js';
import { HttpInsuranceSystem } from '../../../src/modules/settlement/province/http-insurance-system.js';
import type { SettlementOrder } from '../../../src/modules/settlement/province/settlement-order.js';
import { parseCredentialNumber, parseEcToken, parseOrgId, parsePoolingArea } from '../../../src/protocol/identifiers.js';
import { buildResidentId } from '../../../src/protocol/identity-documents.js';
import { Refusal } from '../../../src/protocol/refusal.js';
import { startInsuranceSystemSimulator } from '../../../src/sandbox/insurance-system/insurance-system-simulator.js';

const SECRET = 'a-secret-of-both-sides';
const NAME = 'insurance-system:35';

/** A moment in the afternoon of 31 December 2026 in China; a test moves it. */
const clock: Clock & { at: number } = { at: Date.UTC(2026, 11, 31, 8), now() { return this.at; } };

const contacts = new Contacts(clock);
let persons = 0;

function order(of: Partial<SettlementOrder> = {}): SettlementOrder {
  return {
    settlementNo: `0123456789abcdef${String((persons += 1)).padStart(16, '0')}`, role: 'business', orgId: parseOrgId('H35020300001'), institutionKind: 'hospital',
    institutionSerialNo: 'S1', businessProvince: '35', businessType: '01301', ecToken: parseEcToken('350203ecaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'),
    identity: { idType: '01', idNo: buildResidentId('350203', '19900101', String(100 + persons)), userName: '甄测试' },
    credentialNumber: parseCredentialNumber('0'.repeat(64)), poolingArea: parsePoolingArea('350200'), insuranceType: '310', totalFen: 12_345, ...of,
  };
}

async function refusalOf(act: Promise<unknown>): Promise<{ name: string; why: string | undefined; origin: string | undefined }> {
  const outcome = await act.then(() => undefined, (error: unknown) => error);
  if (!(outcome instanceof Refusal)) throw new Error(`expected a refusal, got ${String(outcome)}`);
  return { name: outcome.returnCode.name, why: outcome.diagnosis, origin: outcome.origin };
}

describe('the plain HTTP adapter against the plain HTTP door of the simulator', () => {
  let simulator: RunningTier;
  let system: HttpInsuranceSystem;
  const access = (secret: string) => ({ url: `${simulator.coreUrl}/insurance/`, secret, timeoutMs: 4_000 });

  beforeAll(async () => {
    const plan = planFederation({ provinces: ['35'], dataDir: undefined, ports: [1, 2, 3, 4, 5, 6], environment: 'demo', logLevel: 'silent' });
    const listeners = { core: { port: 0 }, publicService: { port: 0 } };
    simulator = await startInsuranceSystemSimulator({ ...plan.insuranceSystems['35'], listeners, doorSecret: SECRET }, { clock });
    system = new HttpInsuranceSystem(access(SECRET), NAME, contacts);
  });
  afterAll(async () => {
    system.onModuleDestroy();
    await simulator.stop();
  });

  const rows = (sql: string): Promise<object[]> => simulator.kernel.dataSource.query<object[]>(sql);

  it('previews without a trace what it then settles, and gives back everything', async () => {
    const asked = order();
    const before = await rows('SELECT * FROM benefit_use');
    expect(await system.preview(asked)).toEqual({ fundFen: 8_276, personalAccountFen: 4_069, cashFen: 0 });
    expect(await rows('SELECT * FROM benefit_use')).toEqual(before);
    expect(await system.settle(asked)).toEqual({ fundFen: 8_276, personalAccountFen: 4_069, cashFen: 0, settledAt: clock.at });
    // The deductible is used up, the account has less.
    expect(await system.preview(order({ identity: asked.identity, totalFen: 1_000_000 }))).toEqual({ fundFen: 800_000, personalAccountFen: 195_931, cashFen: 4_069 });
    expect(await system.reverse({ settlementNo: asked.settlementNo, orgId: asked.orgId, reversalSerialNo: 'R1' })).toEqual({ reversedAt: clock.at });
    expect(await system.preview(order({ identity: asked.identity }))).toEqual({ fundFen: 8_276, personalAccountFen: 4_069, cashFen: 0 });
  });

  it('settles and reverses one number once, however often it asks', async () => {
    const asked = order();
    const first = await system.settle(asked);
    clock.at += 3_600_000;
    expect(await system.settle(asked)).toEqual(first);
    const reversal = { settlementNo: asked.settlementNo, orgId: asked.orgId, reversalSerialNo: 'R2' };
    const reversed = await system.reverse(reversal);
    clock.at += 3_600_000;
    expect(await system.reverse(reversal)).toEqual(reversed);
    expect(await rows(`SELECT * FROM settled WHERE settlement_no = '${asked.settlementNo}'`)).toHaveLength(1);
  });

  it('counts deductible and ceiling by the year in China, and carries the account over', async () => {
    const asked = order();
    clock.at = Date.UTC(2026, 11, 31, 15, 59); // 23:59 in China
    expect(await system.settle(asked)).toMatchObject({ fundFen: 8_276, personalAccountFen: 4_069 });
    clock.at = Date.UTC(2026, 11, 31, 16); // 0:00 on the first of January
    expect(await system.settle(order({ identity: asked.identity, totalFen: 1_000_000 }))).toMatchObject({ fundFen: 798_400, personalAccountFen: 195_931, cashFen: 5_669 });
    await system.reverse({ settlementNo: asked.settlementNo, orgId: asked.orgId, reversalSerialNo: 'R3' });
    // What the old year took is given back to the old year; the account has it again.
    expect(await rows(`SELECT benefit_year, deductible_used_fen AS used, fund_paid_fen AS paid FROM benefit_use
      WHERE person_index = (SELECT person_index FROM settled WHERE settlement_no = '${asked.settlementNo}') ORDER BY benefit_year`))
      .toEqual([{ benefit_year: '2026', used: 0, paid: 0 }, { benefit_year: '2027', used: 2_000, paid: 798_400 }]);
    expect(await system.preview(order({ identity: asked.identity, totalFen: 100_000 }))).toEqual({ fundFen: 80_000, personalAccountFen: 4_069, cashFen: 15_931 });
  });

  it('keeps persons under a blind index only', async () => {
    const asked = order({ identity: { idType: '01', idNo: buildResidentId('350203', '19550505', '777'), userName: '贾示例' } });
    await system.settle(asked);
    const tables = ['settled', 'benefit_use', 'personal_account'];
    const everything = JSON.stringify(await Promise.all(tables.map((name) => rows(`SELECT * FROM ${name}`))));
    expect(everything).not.toContain(asked.identity.idNo);
    expect(everything).not.toContain('贾示例');
  });

  it('refuses a number that stands for another case, and the reversal of somebody else’s settlement', async () => {
    const asked = order();
    await system.settle(asked);
    expect(await refusalOf(system.settle({ ...asked, totalFen: 1 }))).toMatchObject({ name: 'badRequest', why: 'data.settlementNo: stands for another settlement already', origin: NAME });
    const foreign = { settlementNo: asked.settlementNo, orgId: parseOrgId('H35020300009'), reversalSerialNo: 'R4' };
    expect(await refusalOf(system.reverse(foreign))).toMatchObject({ name: 'badRequest' });
    expect(await refusalOf(system.reverse({ ...foreign, settlementNo: 'never heard of' }))).toMatchObject({ name: 'badRequest' });
  });

  it('says that the secret is wrong (500032), and settles nothing', async () => {
    const before = await rows('SELECT * FROM settled');
    const stranger = new HttpInsuranceSystem(access('another-secret-altogether'), NAME, contacts);
    expect(await refusalOf(stranger.settle(order()))).toMatchObject({ name: 'configurationMissing', why: expect.stringContaining('secret') });
    stranger.onModuleDestroy();
    expect(await rows('SELECT * FROM settled')).toEqual(before);
  });

  it('says that the address is wrong (500032)', async () => {
    const lost = new HttpInsuranceSystem({ ...access(SECRET), url: `${simulator.coreUrl}/elsewhere` }, NAME, contacts);
    expect(await refusalOf(lost.settle(order()))).toMatchObject({ name: 'configurationMissing', why: expect.stringContaining('address') });
    lost.onModuleDestroy();
  });
});

describe('the plain HTTP adapter against a system that', () => {
  let server: http.Server;
  let system: HttpInsuranceSystem;

  const against = async (answer: http.RequestListener): Promise<HttpInsuranceSystem> => {
    server = http.createServer(answer);
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    system = new HttpInsuranceSystem({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, secret: SECRET, timeoutMs: 300 }, NAME, contacts);
    return system;
  };
  const saying = (status: number, body: string): http.RequestListener => (_, response) => { response.writeHead(status).end(body); };

  afterEach(async () => {
    system.onModuleDestroy();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  });

  it('asks as docs/insurance-system.md says: path, bearer secret, JSON, and no token', async () => {
    const heard: { url?: string | undefined; authorization?: string | undefined; type?: string | undefined; body: string } = { body: '' };
    const asked = order();
    await (await against((request, response) => {
      Object.assign(heard, { url: request.url, authorization: request.headers.authorization, type: request.headers['content-type'] });
      request.on('data', (chunk: Buffer) => { heard.body += chunk.toString('utf8'); });
      request.on('end', () => response.end('{"fundFen":0,"personalAccountFen":0,"cashFen":12345,"settledAt":1,"andMore":"fields do no harm"}'));
    })).settle(asked);
    expect(heard).toMatchObject({ url: '/settle', authorization: `Bearer ${SECRET}`, type: 'application/json; charset=utf-8' });
    const { settlementNo, orgId, businessType, identity, insuranceType, totalFen, institutionKind } = asked;
    expect(JSON.parse(heard.body)).toEqual({ settlementNo, orgId, businessType, ...identity, insuOrg: '350200', insuranceType, totalFen, institutionKind });
    expect(heard.body).not.toContain(asked.ecToken);
  });

  it('does not answer in time: -3', async () => {
    const silent = await against(() => undefined);
    expect(await refusalOf(silent.settle(order()))).toMatchObject({ name: 'timeout', why: expect.stringContaining('no answer within 300 ms') });
  });

  it('is not there: -3', async () => {
    const gone = await against(() => undefined);
    await new Promise<void>((resolve) => { server.close(() => resolve()); });
    expect(await refusalOf(gone.settle(order()))).toMatchObject({ name: 'timeout' });
  });

  it.each([
    ['breaks off', (_: http.IncomingMessage, response: http.ServerResponse) => { response.writeHead(200, { 'content-length': 100 }).write('{'); response.destroy(); }, 'timeout'],
    ['is out of service', saying(503, 'come back later'), 'timeout'],
    ['has had enough', saying(429, ''), 'rateLimited'],
    ['answers no JSON', saying(200, '<html>ok</html>'), 'unknownError'],
    ['answers a list', saying(200, '[]'), 'unknownError'],
    ['answers nothing', saying(200, ''), 'unknownError'],
    ['forgets a share', saying(200, '{"fundFen":1,"cashFen":2,"settledAt":1}'), 'unknownError'],
    ['gives half a fen', saying(200, '{"fundFen":0.5,"personalAccountFen":0,"cashFen":1,"settledAt":1}'), 'unknownError'],
    ['gives a negative share', saying(200, '{"fundFen":12346,"personalAccountFen":0,"cashFen":-1,"settledAt":1}'), 'unknownError'],
    ['points elsewhere', saying(302, ''), 'unknownError'],
    ['refuses without a code', saying(422, '{"reason":"no"}'), 'unknownError'],
    ['refuses with a code nobody knows', saying(422, '{"code":4711}'), 'unknownError'],
    ['refuses with the code of success', saying(422, '{"code":0}'), 'unknownError'],
    ['refuses with null', saying(422, 'null'), 'unknownError'],
    ['refuses with a code of table C.4', saying(422, '{"code":500054,"reason":"not insured here"}'), 'insuredPlaceMissing'],
  ] as const)('%s', async (_what, answer, name) => {
    expect((await refusalOf((await against(answer)).settle(order()))).name).toBe(name);
  });

  it('refuses: its code, its reason, and that it was it', async () => {
    const refusing = await against(saying(409, '{"code":500001,"reason":"unknown to our register"}'));
    expect(await refusalOf(refusing.settle(order()))).toEqual({ name: 'credentialNotFound', why: 'unknown to our register', origin: NAME });
  });
});
