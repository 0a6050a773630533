import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startInsuranceSystemSimulator } from '../../src/sandbox/insurance-system/insurance-system-simulator.js';
import { checkTierConfig, start } from '../../src/tiers/index.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import type { Receipt, Scan } from './stage/designated-institution.js';
import { expectJournalsWhole, expectRefusal } from './stage/expectations.js';
import { xiamen } from './stage/places.js';

const SECRET = 'known-to-both-sides';

let cast: Cast;
let citizen: Citizen;

/** 福建 asks its local core business system over plain HTTP from now on. */
async function asksOverHttp(url: string, secret = SECRET): Promise<void> {
  const { tier } = cast.stage.fujian;
  await tier.stops();
  const insuranceSystem = { kind: 'http', url, secret, timeoutMs: 1_000 };
  const parts = { clock: cast.stage.clock, observe: (hop: (typeof cast.stage.hops)[number]) => { cast.stage.hops.push(hop); } };
  await tier.starts((plan) => start(checkTierConfig('province', { ...plan, insuranceSystem }), parts));
}

const scanned = async (): Promise<Scan> => cast.xiamenHospital.scans(await citizen.shows({ in: cast.stage.fujian }));
const stateOf = async (institutionSerialNo: string): Promise<string[]> => {
  const rows = await cast.stage.fujian.tier.rows<{ state: string }>('SELECT state FROM settlement WHERE institution_serial_no = ?', [institutionSerialNo]);
  return rows.map(({ state }) => state);
};

beforeAll(async () => {
  cast = await openStageWithCast({ onFiles: true });
  const { insurer } = cast.stage.fujian;
  citizen = await cast.activated({ insuredIn: [xiamen] });
  await insurer.stops();
  await insurer.starts((plan) => startInsuranceSystemSimulator({ ...plan, doorSecret: SECRET }, { clock: cast.stage.clock }));
});
afterAll(() => cast.stage.close());

describe('a local core business system that does not speak our envelope (docs/insurance-system.md)', () => {
  beforeAll(() => asksOverHttp(`${cast.stage.fujian.insurer.coreUrl}/insurance`));

  it('previews, settles and reverses as over the signed link, but leaves the token to the mid-platform (INT-81)', async () => {
    const { stage, xiamenHospital } = cast;
    const scan = await scanned();
    const heard = await stage.heard(async () => {
      expect(await xiamenHospital.previews(scan)).toEqual({ insuOrg: xiamen, totalFen: 12_345, fundFen: 8_276, personalAccountFen: 4_069, cashFen: 0 });
      const receipt = await xiamenHospital.settles(scan);
      expect(receipt).toMatchObject({ fundFen: 8_276, personalAccountFen: 4_069, cashFen: 0 });
      const reversed = await xiamenHospital.reverses(receipt);
      expect(reversed).toEqual({ ...receipt, reversalSerialNo: reversed.reversalSerialNo, reversedAt: expect.any(Number) });
      expect(await xiamenHospital.reverses(receipt)).toEqual(reversed);
    });
    const hospital = `institution:${xiamenHospital.orgId} → province:35`;
    expect(heard).toEqual([`${hospital} ec.settle.preview 0`, `${hospital} ec.settle 0`, `${hospital} ec.settle.reverse 0`, `${hospital} ec.settle.reverse 0`]);
    await expectRefusal(xiamenHospital.checks(scan.ecToken, citizen), 'tokenInvalid', { because: 'used up' });
  });

  it('settles for an institution of another province, through national', async () => {
    const { stage, guangzhouHospital } = cast;
    const receipt = await guangzhouHospital.settles(await guangzhouHospital.scans(await citizen.shows({ in: stage.guangdong })));
    expect(receipt).toMatchObject({ insuOrg: xiamen, fundFen: 8_276, personalAccountFen: 4_069, cashFen: 0 });
    await expect(guangzhouHospital.reverses(receipt)).resolves.toHaveProperty('reversedAt');
  });

  it('is asked again after it was away, and settles once', async () => {
    const { stage, xiamenHospital } = cast;
    const [scan, institutionSerialNo, before] = [await scanned(), xiamenHospital.nextSerialNo(), await stage.fujian.insurer.count('settled')];
    const { insurer } = stage.fujian;
    await insurer.stops();
    await expectRefusal(xiamenHospital.settles(scan, { institutionSerialNo }), 'timeout');
    await insurer.starts((plan) => startInsuranceSystemSimulator({ ...plan, doorSecret: SECRET }, { clock: stage.clock }));
    stage.clock.passes({ seconds: 31 });
    await stage.fujian.takesUpUnfinishedSettlements();
    const receipt = await xiamenHospital.settles(scan, { institutionSerialNo });
    expect(await insurer.rows('SELECT fund_fen AS "fundFen" FROM settled WHERE settlement_no = ?', [receipt.settlementNo])).toEqual([{ fundFen: receipt.fundFen }]);
    expect(await insurer.count('settled')).toBe(before + 1);
    await xiamenHospital.reverses(receipt);
  });
});

describe('a local core business system that answers as it likes', () => {
  let server: http.Server;
  /** Status and body by operation. */
  let answers: Record<string, readonly [status: number, body: object | string, afterMs?: number]> = {};
  let asked: string[] = [];

  beforeAll(async () => {
    server = http.createServer((request, response) => {
      asked.push(request.url ?? '');
      const [status, body, afterMs = 0] = answers[(request.url ?? '').slice(1)] ?? [500, 'nothing said'];
      setTimeout(() => response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body)), afterMs);
    });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    await asksOverHttp(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterAll(async () => {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  });

  const pays = (settledAt: number): readonly [number, object] => [200, { fundFen: 12_000, personalAccountFen: 300, cashFen: 45, settledAt }];

  it('is not believed when its shares do not add up (-1): the order stays open, the token held, and is settled later', async () => {
    const { stage, xiamenHospital } = cast;
    const [scan, institutionSerialNo] = [await scanned(), xiamenHospital.nextSerialNo()];
    answers = { preview: [200, { fundFen: 1, personalAccountFen: 1, cashFen: 1 }], settle: [200, { fundFen: 12_346, personalAccountFen: 0, cashFen: 0, settledAt: 1 }] };
    await expectRefusal(xiamenHospital.previews(scan), 'unknownError', { because: 'add up' });
    await expectRefusal(xiamenHospital.settles(scan, { institutionSerialNo }), 'unknownError', { because: 'add up' });
    expect(await stateOf(institutionSerialNo)).toEqual(['requested']);
    await expectRefusal(xiamenHospital.settles(scan), 'tokenInvalid', { because: 'another settlement' });
    answers = { settle: pays(stage.clock.now()) };
    stage.clock.passes({ seconds: 31 });
    await stage.fujian.takesUpUnfinishedSettlements();
    expect(await stateOf(institutionSerialNo)).toEqual(['settled']);
  });

  it('may refuse: its code and its name are told, the token is free, and there is nothing to reverse', async () => {
    const { stage, xiamenHospital } = cast;
    const [scan, institutionSerialNo] = [await scanned(), xiamenHospital.nextSerialNo()];
    answers = { settle: [422, { code: 500_054, reason: 'insured nowhere today' }] };
    const refusal = { origin: 'insurance-system:35', because: 'insured nowhere today' };
    await expectRefusal(xiamenHospital.settles(scan, { institutionSerialNo }), 'insuredPlaceMissing', refusal);
    expect(await stateOf(institutionSerialNo)).toEqual(['refused']);
    const [refused] = await stage.fujian.tier.rows<Receipt>('SELECT settlement_no AS "settlementNo" FROM settlement WHERE institution_serial_no = ?', [institutionSerialNo]);
    await expectRefusal(xiamenHospital.reverses(refused), 'badRequest', { naming: 'data.settlementNo', because: 'was refused' });
    answers = { settle: pays(stage.clock.now()) };
    expect(await xiamenHospital.settles(scan, { institutionSerialNo })).toMatchObject({ fundFen: 12_000, personalAccountFen: 300, cashFen: 45 });
  });

  it('may refuse a reversal: the settlement stays settled, and may be reversed later', async () => {
    const { stage, xiamenHospital } = cast;
    const [scan, institutionSerialNo] = [await scanned(), xiamenHospital.nextSerialNo()];
    answers = { settle: pays(stage.clock.now()), reverse: [409, { code: -4, reason: 'the month is closed' }] };
    const receipt = await xiamenHospital.settles(scan, { institutionSerialNo });
    await expectRefusal(xiamenHospital.reverses(receipt), 'forbidden', { origin: 'insurance-system:35', because: 'the month is closed' });
    expect(await stateOf(institutionSerialNo)).toEqual(['settled']);
    expect(await xiamenHospital.findsReceipt(receipt.settlementNo)).toEqual(receipt);
    answers = { reverse: [200, { reversedAt: 1 }] };
    expect(await xiamenHospital.reverses(receipt, { reversalSerialNo: 'R-later' })).toEqual({ ...receipt, reversalSerialNo: 'R-later', reversedAt: 1 });
  });

  it('decides nothing by a refusal that comes after silence, unless it is one of those that come after a look into its books', async () => {
    const { stage, xiamenHospital } = cast;
    const [scan, institutionSerialNo] = [await scanned(), xiamenHospital.nextSerialNo()];
    answers = { settle: [503, ''] };
    await expectRefusal(xiamenHospital.settles(scan, { institutionSerialNo }), 'timeout');
    answers = { settle: [422, { code: -4, reason: 'who are you?' }] };
    await expectRefusal(xiamenHospital.settles(scan, { institutionSerialNo }), 'forbidden', { origin: 'insurance-system:35' });
    expect(await stateOf(institutionSerialNo)).toEqual(['requested']);
    answers = { settle: [422, { code: 501_001, reason: 'not settled, and the token is of no use' }] };
    await expectRefusal(xiamenHospital.settles(scan, { institutionSerialNo }), 'tokenInvalid', { origin: 'insurance-system:35' });
    expect(await stateOf(institutionSerialNo)).toEqual(['refused']);
    expect(await xiamenHospital.checks(scan.ecToken, citizen)).toMatchObject({ flag: '1' });
    expect(await stage.fujian.tier.count('ec_token', 'settlement_no IS NOT NULL AND consumed_at IS NULL')).toBe(0);
  });

  it('is believed when its shares come after all, also after a refusal (INT-84): settled, the token used up', async () => {
    const { stage, xiamenHospital } = cast;
    const [scan, institutionSerialNo] = [await scanned(), xiamenHospital.nextSerialNo()];
    answers = { settle: [...pays(stage.clock.now()), 600] };
    asked = [];
    const slow = xiamenHospital.settles(scan, { institutionSerialNo });
    while (asked.length === 0) await pause(5);
    answers = { settle: [422, { code: 500_054 }] };
    await expectRefusal(xiamenHospital.settles(scan, { institutionSerialNo }), 'insuredPlaceMissing', { origin: 'insurance-system:35' });
    expect(await stateOf(institutionSerialNo)).toEqual(['refused']);
    const receipt = await slow;
    expect(await stateOf(institutionSerialNo)).toEqual(['settled']);
    expect(await xiamenHospital.settles(scan, { institutionSerialNo })).toEqual(receipt);
    await expectRefusal(xiamenHospital.checks(scan.ecToken, citizen), 'tokenInvalid', { because: 'used up' });
  });

  it('knows another secret (500032): the order is refused at once, and can be repeated when the secret is right', async () => {
    const { stage, xiamenHospital } = cast;
    const [scan, institutionSerialNo] = [await scanned(), xiamenHospital.nextSerialNo()];
    answers = { settle: [401, ''] };
    await expectRefusal(xiamenHospital.settles(scan, { institutionSerialNo }), 'configurationMissing', { because: 'secret' });
    expect(await stateOf(institutionSerialNo)).toEqual(['refused']);
    answers = { settle: pays(stage.clock.now()) };
    asked = [];
    await expect(xiamenHospital.settles(scan, { institutionSerialNo })).resolves.toHaveProperty('institutionSerialNo', institutionSerialNo);
    expect(asked).toEqual(['/settle']);
  });
});

it('leaves whole journals on every tier', async () => {
  await expectJournalsWhole(cast.stage.tiers);
});
