import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refuse } from '../../src/protocol/refusal.js';
import { transactions } from '../../src/protocol/transactions/index.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import type { Meddler } from './stage/meddler.js';
import { fuzhou, xiamen } from './stage/places.js';
import type { Province } from './stage/province.js';
import { scriptedBusinessSystem, type BusinessOrder } from './stage/scripted-business-system.js';
import { snapshot } from './stage/snapshot.js';

/** 挂号, table C.1. */
const REGISTRATION = '01101';

let cast: Cast;
/** Insured in 厦门. */
let citizen: Citizen;
let meddler: Meddler | undefined;
beforeAll(async () => {
  cast = await openStageWithCast({ onFiles: true });
  citizen = await cast.activated({ insuredIn: [xiamen] });
});
afterAll(async () => {
  await meddler?.leaves();
  await cast.stage.close();
});

const scanned = async (businessType = REGISTRATION) => cast.xiamenHospital.scans(await citizen.shows({ in: cast.stage.fujian }), { businessType });
const scannedAway = async () => cast.guangzhouHospital.scans(await citizen.shows({ in: cast.stage.guangdong }), { businessType: REGISTRATION });
const business = (more = {}) => ({ businessType: REGISTRATION, ...more });

describe('6.3.2.2 b 1 若用户为本地参保，信息系统处理业务，并将结果返回应用渠道', () => {
  it('has the local core business system handle it, which verifies the token, and gives the receipt', async () => {
    const { stage, xiamenHospital } = cast;
    const scan = await scanned();
    const before = await snapshot(stage.tiers);
    const heard = await stage.heard(async () => {
      const receipt = await xiamenHospital.hasHandled(scan, business({ institutionSerialNo: 'G-1', content: '{"科室":"内科","序号":3}' }));
      expect(receipt).toMatchObject({ institutionSerialNo: 'G-1', orgId: xiamenHospital.orgId, businessType: REGISTRATION, insuOrg: xiamen });
      expect(receipt.receiptNo).toMatch(/^350200\d{8}000001$/);
      expect(Math.abs(receipt.handledAt - stage.clock.now())).toBeLessThan(2_000);
    });
    expect(heard).toEqual([
      'insurance-system:35 → province:35 ec.verify 0', 'province:35 → insurance-system:35 ec.insurance.handle 0',
      `institution:${xiamenHospital.orgId} → province:35 ec.business.handle 0`,
    ]);
    await expectChanges(stage, before, {
      'province:35 business_handling': 1, 'province:35 ec_token': 'rewritten', 'province:35 idempotency_record': 1, 'province:35 journal_entry': 2,
      'insurance-system:35 booked_business': 1, 'insurance-system:35 idempotency_record': 1, 'insurance-system:35 journal_entry': 1,
    });
  });

  it('uses the token up: one code serves one business (4.11, INT-70)', async () => {
    const { stage, xiamenHospital } = cast;
    const scan = await scanned();
    await xiamenHospital.hasHandled(scan, business());
    await expectRefusal(xiamenHospital.checks(scan.ecToken, citizen), 'tokenInvalid', { because: 'used up' });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.hasHandled(scan, business()), 'tokenInvalid', { because: 'used up' });
  });

  it('takes no token that was issued to another institution, for another business, or by nobody', async () => {
    const { stage, xiamenHospital, xiamenPharmacy, guangzhouHospital } = cast;
    const scan = await scanned();
    const refused = (act: () => Promise<unknown>, because: string) => expectRefusedWithoutTrace(stage, act, 'tokenInvalid', { because });
    await refused(() => xiamenPharmacy.hasHandled(scan, business()), 'issued to another institution');
    await refused(() => xiamenHospital.hasHandled(scan, business({ businessType: '01102' })), 'issued for business type 01101');
    await refused(() => guangzhouHospital.hasHandled(scan, business()), 'has not issued');
    const speaksForAnother = () => xiamenPharmacy.hasHandled(scan, business({ orgId: xiamenHospital.orgId }));
    await expectRefusedWithoutTrace(stage, speaksForAnother, 'badRequest', { naming: 'data.orgId' });
    await expect(xiamenHospital.hasHandled(scan, business())).resolves.toHaveProperty('receiptNo');
  });

  it('takes no token that has expired', async () => {
    const { stage, xiamenHospital } = cast;
    const scan = await scanned();
    stage.clock.passes({ minutes: 31 });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.hasHandled(scan, business()), 'tokenInvalid', { because: 'expired' });
  });

  it('refuses what is no small JSON object', async () => {
    const { stage, xiamenHospital } = cast;
    const scan = await scanned();
    const content = JSON.stringify({ long: 'x'.repeat(4_000) });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.hasHandled(scan, business({ content })), 'badRequest', { naming: 'data.content' });
  });
});

describe('a business is one business, by the institution\'s own serial number', () => {
  it('gives a repeat the same receipt, also under another request id, and does nothing twice', async () => {
    const { stage, xiamenHospital } = cast;
    const [scan, said] = [await scanned(), business({ institutionSerialNo: 'G-2', content: '{"n":1.50}' })];
    const receipt = await xiamenHospital.hasHandled(scan, said);
    const before = await snapshot(stage.tiers);
    expect(await xiamenHospital.hasHandled(scan, said)).toEqual(receipt);
    await expectChanges(stage, before, {});
  });

  it('refuses the number for another business', async () => {
    const { stage, xiamenHospital } = cast;
    const [scan, institutionSerialNo] = [await scanned(), 'G-3'];
    await xiamenHospital.hasHandled(scan, business({ institutionSerialNo, content: '{"n":1}' }));
    const other = () => xiamenHospital.hasHandled(scan, business({ institutionSerialNo, content: '{"n":2}' }));
    await expectRefusedWithoutTrace(stage, other, 'badRequest', { naming: 'data.institutionSerialNo' });
  });

  it('handles once what is asked ten times at once', async () => {
    const { stage, xiamenHospital } = cast;
    const [scan, said] = [await scanned(), business({ institutionSerialNo: 'G-4' })];
    const booked = await stage.fujian.insurer.count('booked_business');
    const receipts = await Promise.all(Array.from({ length: 10 }, () => xiamenHospital.hasHandled(scan, said)));
    expect(new Set(receipts.map((receipt) => JSON.stringify(receipt))).size).toBe(1);
    expect(await stage.fujian.insurer.count('booked_business')).toBe(booked + 1);
  });

  it('goes on where it stopped when the local core business system did not answer', async () => {
    const { stage, xiamenHospital } = cast;
    const [scan, said] = [await scanned(), business({ institutionSerialNo: 'G-5' })];
    await stage.fujian.insurer.stops();
    await expectRefusal(xiamenHospital.hasHandled(scan, said), 'timeout');
    await expectRefusal(xiamenHospital.hasHandled(scan, business()), 'tokenInvalid', { because: 'serves another' });
    await stage.fujian.insurer.starts();
    await expect(xiamenHospital.hasHandled(scan, said)).resolves.toMatchObject({ institutionSerialNo: 'G-5' });
    expect(await stage.fujian.tier.count('business_handling', 'institution_serial_no = ?', ['G-5'])).toBe(1);
  });

  it('lets go of the token when the local core business system refuses, and may be asked for again under the same number', async () => {
    const { stage, xiamenHospital } = cast;
    const orders: BusinessOrder[] = [];
    const refuses = (order: BusinessOrder) => {
      orders.push(order);
      throw refuse('insuredPlaceMissing', { diagnosis: 'not on our list' });
    };
    await stage.fujian.insurer.stops();
    await stage.fujian.insurer.starts(scriptedBusinessSystem(refuses, { clock: stage.clock }));
    const [scan, said] = [await scanned(), business({ institutionSerialNo: 'G-6', content: '{"价":1.50}' })];
    await expectRefusal(xiamenHospital.hasHandled(scan, said), 'insuredPlaceMissing', { because: 'not on our list', origin: 'insurance-system:35' });
    expect(await xiamenHospital.checks(scan.ecToken, citizen)).toHaveProperty('flag', '1');
    await stage.fujian.insurer.stops();
    await stage.fujian.insurer.starts();
    const receipt = await xiamenHospital.hasHandled(scan, said);
    // Number lexemes reach the other system as the institution wrote them.
    expect(orders).toMatchObject([{ handlingNo: receipt.handlingNo, content: '{"价":1.50}', insuredData: { ...citizen.identity, insuOrg: xiamen } }]);
  });
});

describe('6.3.2.2 b 2 若用户非本地参保……通过国家医疗保障信息平台向参保地发起业务请求', () => {
  it('has the insured place handle it through national, once data agree, and gives the receipt', async () => {
    const { stage, guangzhouHospital } = cast;
    const scan = await scannedAway();
    const before = await snapshot(stage.tiers);
    const heard = await stage.heard(async () => {
      const receipt = await guangzhouHospital.hasHandled(scan, business({ institutionSerialNo: 'A-1' }));
      expect(receipt).toMatchObject({ institutionSerialNo: 'A-1', orgId: guangzhouHospital.orgId, insuOrg: xiamen });
    });
    expect(heard).toEqual([
      'province:35 → insurance-system:35 ec.insurance.handle 0', 'national → province:35 ec.remote.handle 0', 'province:44 → national ec.exchange.handle 0',
      `institution:${guangzhouHospital.orgId} → province:44 ec.business.handle 0`,
    ]);
    await expectChanges(stage, before, {
      'province:44 business_handling': 1, 'province:44 ec_token': 'rewritten', 'province:44 idempotency_record': 1, 'province:44 journal_entry': 2,
      'province:35 business_handling': 1, 'province:35 idempotency_record': 1, 'province:35 journal_entry': 2,
      'insurance-system:35 booked_business': 1, 'insurance-system:35 idempotency_record': 1, 'insurance-system:35 journal_entry': 1,
    });
  });

  it('is not the business of a province to speak for another', async () => {
    const { stage } = cast;
    const speaker = stage.guangdong.tier.speakerTo('national');
    const insuredData = { ...citizen.identity, credentialNumber: '0'.repeat(64), insuOrg: xiamen, insuranceType: '310' };
    const question = { handlingNo: 'N', businessProvince: '33', insuredData, orgId: 'H1', businessType: REGISTRATION, institutionSerialNo: '1' };
    const lies = () => speaker.ask(stage.national.coreUrl, transactions.exchangeHandling, question);
    await expectRefusedWithoutTrace(stage, lies, 'badRequest', { naming: 'data.businessProvince' });
    const unknown = () => speaker.ask(stage.national.coreUrl, transactions.exchangeHandling, { ...question, businessProvince: '44' });
    await expectRefusedWithoutTrace(stage, unknown, 'credentialNotFound', { origin: 'province:35' });
  });

  it('answers that national, or the insured place, cannot be asked, keeps the order, and handles once when they are back', async () => {
    const { stage, guangzhouHospital } = cast;
    const [scan, said] = [await scannedAway(), business({ institutionSerialNo: 'A-2' })];
    await stage.national.stops();
    await expectRefusal(guangzhouHospital.hasHandled(scan, said), 'nationalRequestFailed');
    await stage.national.starts();
    await stage.fujian.tier.stops();
    await expectRefusal(guangzhouHospital.hasHandled(scan, said), 'timeout', { origin: 'province:35' });
    await stage.fujian.tier.starts();
    const booked = await stage.fujian.insurer.count('booked_business');
    const receipt = await guangzhouHospital.hasHandled(scan, said);
    expect(await guangzhouHospital.hasHandled(scan, said)).toEqual(receipt);
    expect(await stage.fujian.insurer.count('booked_business')).toBe(booked + 1);
  });

  it('is taken up by the province itself when nobody asks again, at the business place and at the insured place', async () => {
    const { stage, guangzhouHospital } = cast;
    const [scan, said] = [await scannedAway(), business({ institutionSerialNo: 'A-4' })];
    await stage.fujian.insurer.stops();
    await expectRefusal(guangzhouHospital.hasHandled(scan, said), 'timeout', { origin: 'province:35' });
    await stage.fujian.insurer.starts();
    const ends = async ({ tier }: Province) => (await tier.rows<{ state: string }>(
      "SELECT state FROM business_handling WHERE institution_serial_no = 'A-4'")).map(({ state }) => state);
    expect([...(await ends(stage.fujian)), ...(await ends(stage.guangdong))]).toEqual(['requested', 'requested']);
    stage.clock.passes({ seconds: 31 });
    await stage.fujian.takesUpUnfinishedHandlings();
    expect(await ends(stage.fujian)).toEqual(['handled']);
    await stage.guangdong.takesUpUnfinishedHandlings();
    expect(await ends(stage.guangdong)).toEqual(['handled']);
    await expectRefusal(guangzhouHospital.checks(scan.ecToken, citizen), 'tokenInvalid', { because: 'used up' });
    await expect(guangzhouHospital.hasHandled(scan, said)).resolves.toMatchObject({ institutionSerialNo: 'A-4' });
  });

  it('handles in the pooling area that was chosen, where the person is insured in two of one province', async () => {
    const { stage, activated, guangzhouHospital } = cast;
    const twice = await activated({ insuredIn: [xiamen, fuzhou], businessPlace: xiamen });
    const scan = await guangzhouHospital.scans(await twice.shows({ in: stage.guangdong, choosing: fuzhou }), { businessType: REGISTRATION });
    await expect(guangzhouHospital.hasHandled(scan, business())).resolves.toMatchObject({ insuOrg: fuzhou, receiptNo: expect.stringMatching(/^350100/) });
  });

  it('books once when the answer is lost on the way', async () => {
    const { stage, guangzhouHospital } = cast;
    const [scan, said] = [await scannedAway(), business({ institutionSerialNo: 'A-3' })];
    meddler = await stage.fujian.tier.standsBehind(({ reply, nth }) => (nth <= 2 ? 'hang up' : reply));
    const booked = await stage.fujian.insurer.count('booked_business');
    await expectRefusal(guangzhouHospital.hasHandled(scan, said), 'timeout', { origin: 'province:35' });
    expect(await stage.fujian.insurer.count('booked_business')).toBe(booked + 1);
    await expect(guangzhouHospital.hasHandled(scan, said)).resolves.toMatchObject({ institutionSerialNo: 'A-3' });
    expect(await stage.fujian.insurer.count('booked_business')).toBe(booked + 1);
  });
});

it('leaves whole journals on every tier', () => expectJournalsWhole(cast.stage.tiers));
