import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { transactions } from '../../src/protocol/transactions/index.js';
import { refuse } from '../../src/protocol/refusal.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { guangzhou, xiamen } from './stage/places.js';
import { scriptedInsurer } from './stage/scripted-insurer.js';
import { snapshot } from './stage/snapshot.js';

let cast: Cast;
/** Insured in 厦门 and on a journey in 广州. */
let citizen: Citizen;
beforeAll(async () => {
  cast = await openStageWithCast();
  citizen = await cast.activated({ insuredIn: [xiamen] });
});
afterAll(() => cast.stage.close());

/** A code of 广东 scanned in 广州. */
const scannedAway = async () => cast.guangzhouHospital.scans(await citizen.shows({ in: cast.stage.guangdong }));

describe('6.5.2.2 a 若是，则进行解析和验证，并返回鉴权TOKEN和相关信息', () => {
  it('decodes a code of the business place at the business place, for a person insured elsewhere', async () => {
    const { stage, guangzhouHospital } = cast;
    const code = await citizen.shows({ in: stage.guangdong });
    const heard = await stage.heard(async () => {
      expect(await guangzhouHospital.scans(code)).toMatchObject({ ...citizen.identity, insuOrg: xiamen, ecToken: expect.stringMatching(/^440104ec/) });
    });
    expect(heard).toEqual([`institution:${guangzhouHospital.orgId} → province:44 ec.query 0`]);
  });
});

describe('6.5.2.2 a 若不是，则进入异地二维码解析流程', () => {
  it('has the issuer decode through national, and issues the token at the business place (INT-15)', async () => {
    const { stage, guangzhouHospital } = cast;
    const code = await citizen.shows({ in: stage.fujian });
    const before = await snapshot(stage.tiers);
    const heard = await stage.heard(async () => {
      const scan = await guangzhouHospital.scans(code);
      expect(scan).toMatchObject({ ...citizen.identity, insuOrg: xiamen, ecToken: expect.stringMatching(/^440104ec/), ecQrCode: code.ecQrCode });
    });
    expect(heard).toEqual([
      'national → province:35 ec.remote.decode 0', 'province:44 → national ec.exchange.decode 0',
      `institution:${guangzhouHospital.orgId} → province:44 ec.query 0`,
    ]);
    await expectChanges(stage, before, {
      'province:35 qr_code': 'rewritten', 'province:35 idempotency_record': 1, 'province:35 journal_entry': 1,
      'province:44 ec_token': 1, 'province:44 idempotency_record': 1, 'province:44 journal_entry': 1,
    });
  });

  it('checks that token where it was issued, and nowhere else', async () => {
    const { stage, guangzhouHospital } = cast;
    const { ecToken } = await guangzhouHospital.scans(await citizen.shows({ in: stage.fujian }));
    expect(await guangzhouHospital.checks(ecToken, citizen)).toMatchObject({ flag: '1', insuOrg: xiamen });
    const insurer = stage.fujian.insurer.speakerTo('province:35');
    const elsewhere = () => insurer.ask(stage.fujian.coreUrl, transactions.checkToken, { ecToken, ...citizen.identity });
    await expectRefusedWithoutTrace(stage, elsewhere, 'tokenInvalid', { because: 'has not issued' });
  });

  it('relays the issuer\'s refusal with its origin', async () => {
    const { stage, xiamenHospital, guangzhouHospital } = cast;
    const code = await citizen.shows({ in: stage.fujian });
    await xiamenHospital.scans(code);
    const act = () => guangzhouHospital.scans(code);
    await expectRefusedWithoutTrace(stage, act, 'qrCodeInvalid', { because: 'has been used', origin: 'province:35' });
  });
});

describe('6.5.1 通过国家医疗保障信息平台从参保地获取相关信息，完成结算', () => {
  it('settles at the insured place through national; both provinces have the receipt', async () => {
    const { stage, guangzhouHospital } = cast;
    const scan = await scannedAway();
    const before = await snapshot(stage.tiers);
    let settlementNo = '';
    const heard = await stage.heard(async () => {
      const receipt = await guangzhouHospital.settles(scan, { totalFen: 54_321 });
      ({ settlementNo } = receipt);
      expect(receipt).toMatchObject({ orgId: guangzhouHospital.orgId, insuOrg: xiamen, totalFen: 54_321 });
      expect(receipt.fundFen + receipt.personalAccountFen + receipt.cashFen).toBe(54_321);
      expect(await guangzhouHospital.findsReceipt(settlementNo)).toEqual(receipt);
      const insurer = stage.fujian.insurer.speakerTo('province:35');
      expect(await insurer.ask(stage.fujian.coreUrl, transactions.findReceipt, { settlementNo })).toEqual(receipt);
    });
    expect(heard.slice(0, 4)).toEqual([
      'province:35 → insurance-system:35 ec.insurance.settle 0', 'national → province:35 ec.remote.settle 0',
      'province:44 → national ec.exchange.settle 0', `institution:${guangzhouHospital.orgId} → province:44 ec.settle 0`,
    ]);
    await expectChanges(stage, before, {
      'province:44 ec_token': 'rewritten', 'province:44 settlement': 1, 'province:44 idempotency_record': 1, 'province:44 journal_entry': 2,
      'province:35 settlement': 1, 'province:35 idempotency_record': 1, 'province:35 journal_entry': 2,
      'insurance-system:35 settled': 1, 'insurance-system:35 benefit_use': 1, 'insurance-system:35 personal_account': 1,
      'insurance-system:35 idempotency_record': 1, 'insurance-system:35 journal_entry': 1,
    });
    const roles = [stage.guangdong, stage.fujian].map(({ tier }) => tier.rows('SELECT role FROM settlement WHERE settlement_no = ?', [settlementNo]));
    expect(await Promise.all(roles)).toEqual([[{ role: 'business' }], [{ role: 'insured' }]]);
  });

  it('gives a repeat the same receipt, and the insurer settles once', async () => {
    const { stage, guangzhouHospital } = cast;
    const [scan, institutionSerialNo] = [await scannedAway(), guangzhouHospital.nextSerialNo()];
    const receipt = await guangzhouHospital.settles(scan, { institutionSerialNo });
    const before = await snapshot(stage.tiers);
    expect(await guangzhouHospital.settles(scan, { institutionSerialNo })).toEqual(receipt);
    await expectChanges(stage, before, {});
    expect(await stage.fujian.insurer.count('settled', 'settlement_no = ?', [receipt.settlementNo])).toBe(1);
  });

  it('ends the token, so that it settles nothing else', async () => {
    const { stage, guangzhouHospital } = cast;
    const scan = await scannedAway();
    await guangzhouHospital.settles(scan);
    await expectRefusedWithoutTrace(stage, () => guangzhouHospital.settles(scan), 'tokenInvalid', { because: 'used up' });
  });

  it('settles at a pharmacy on a code that was issued at home', async () => {
    const { stage, guangzhouPharmacy } = cast;
    const scan = await guangzhouPharmacy.scans(await citizen.shows({ in: stage.fujian }));
    await expect(guangzhouPharmacy.settles(scan)).resolves.toMatchObject({ insuOrg: xiamen, businessType: '02121' });
  });

  it('gives shares that add up to the fen, whatever the total', async () => {
    const { guangzhouHospital } = cast;
    await fc.assert(fc.asyncProperty(fc.nat({ max: 10_000_000 }), async (totalFen) => {
      const { fundFen, personalAccountFen, cashFen } = await guangzhouHospital.settles(await scannedAway(), { totalFen });
      expect(fundFen + personalAccountFen + cashFen).toBe(totalFen);
    }), { numRuns: 15 });
  }, 60_000);
});

describe('who may ask for what', () => {
  const order = async () => {
    const [row] = await cast.stage.fujian.tier.rows<{ credentialNumber: string }>('SELECT credential_number AS "credentialNumber" FROM electronic_credential');
    return {
      settlementNo: 'e'.repeat(32), businessProvince: '35', credentialNumber: row?.credentialNumber ?? '', insuOrg: guangzhou, orgId: 'H44010400003',
      ecToken: `350203ec${'a'.repeat(30)}`, businessType: '01301', institutionSerialNo: 'X1', totalFen: 1, institutionKind: 'hospital',
      ...citizen.identity, insuranceType: '310',
    };
  };

  it('refuses a province that asks in another one\'s name', async () => {
    const { stage } = cast;
    const act = async () => stage.guangdong.tier.speakerTo('national').ask(stage.national.coreUrl, transactions.exchangeSettlement, await order());
    await expectRefusedWithoutTrace(stage, act, 'badRequest', { naming: 'data.businessProvince' });
  });

  it('settles nothing where the person is not insured (any more), but tells what is known (6.3.2.2 c 2)', async () => {
    const { stage } = cast;
    await stage.converged();
    const before = await snapshot(stage.tiers);
    const asked = { ...(await order()), businessProvince: '44', insuOrg: '350100' };
    const answer = await stage.guangdong.tier.speakerTo('national').ask(stage.national.coreUrl, transactions.exchangeSettlement, asked);
    expect(answer).toMatchObject({ updated: { ...citizen.identity, insuredPlaces: [{ poolingArea: xiamen, insuranceType: '310' }] } });
    expect(answer.receipt).toBeUndefined();
    await expectChanges(stage, before, {});
  });
});

describe('when the insured place refuses', () => {
  it('relays whose refusal it is, settles nowhere, and lets the settlement be asked for again', async () => {
    const { stage, guangzhouHospital } = cast;
    const { insurer } = stage.fujian;
    await insurer.stops();
    await insurer.starts(scriptedInsurer(() => { throw refuse('insuredPlaceMissing', { diagnosis: 'arrears' }); }, { clock: stage.clock }));
    const [scan, institutionSerialNo] = [await scannedAway(), guangzhouHospital.nextSerialNo()];
    const refusal = { because: 'arrears', origin: 'insurance-system:35' };
    await expectRefusal(guangzhouHospital.settles(scan, { institutionSerialNo }), 'insuredPlaceMissing', refusal);
    const states = [stage.guangdong, stage.fujian].map(({ tier }) => tier.rows('SELECT state FROM settlement WHERE institution_serial_no = ?', [institutionSerialNo]));
    expect(await Promise.all(states)).toEqual([[{ state: 'refused' }], [{ state: 'refused' }]]);
    expect(await guangzhouHospital.checks(scan.ecToken, citizen)).toHaveProperty('flag', '1');
    await insurer.stops();
    await insurer.starts();
    const receipt = await guangzhouHospital.settles(scan, { institutionSerialNo });
    expect(await insurer.count('settled', 'settlement_no = ?', [receipt.settlementNo])).toBe(1);
  });
});

it('leaves whole journals on every tier', async () => {
  await expectJournalsWhole(cast.stage.tiers);
});
