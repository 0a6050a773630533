import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { transactions } from '../../src/protocol/transactions/index.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectChanges, expectJournalsWhole, expectRefusedWithoutTrace } from './stage/expectations.js';
import { shenzhen, xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';

let cast: Cast;
let citizen: Citizen;
beforeAll(async () => {
  cast = await openStageWithCast();
  citizen = await cast.activated({ insuredIn: [xiamen] });
});
afterAll(() => cast.stage.close());

/** The citizen shows a code in 福建 and the hospital there scans it. */
const scanned = async (saying?: { businessType?: string }) => cast.xiamenHospital.scans(await citizen.shows({ in: cast.stage.fujian }), saying);

/** What the local core business system has in its own books. */
async function booked(settlementNo: string): Promise<object> {
  const [row] = await cast.stage.fujian.insurer.rows<object>(
    'SELECT fund_fen AS "fundFen", personal_account_fen AS "personalAccountFen", cash_fen AS "cashFen" FROM settled WHERE settlement_no = ?', [settlementNo],
  );
  return row ?? {};
}

describe('6.4.2.2 a 省级电子凭证业务中台验证该二维码是否在本省生成。若是，则进行解析和验证，并返回鉴权TOKEN和相关信息', () => {
  it('decodes a code of its own, alone, and uses it up', async () => {
    const { stage, xiamenHospital, app } = cast;
    const code = await citizen.shows({ in: stage.fujian });
    const before = await snapshot(stage.tiers);
    const heard = await stage.heard(async () => {
      expect(await xiamenHospital.scans(code)).toMatchObject({
        ...citizen.identity, ecToken: expect.stringMatching(/^350203ec[a-z2-7]{30}$/), insuOrg: xiamen, chnlId: app.channelNumber, ecQrCode: code.ecQrCode,
        ecIndexNo: expect.stringMatching(/^[0-9A-F]{32}$/),
      });
    });
    expect(heard).toEqual([`institution:${xiamenHospital.orgId} → province:35 ec.query 0`]);
    await expectChanges(stage, before, {
      'province:35 qr_code': 'rewritten', 'province:35 ec_token': 1, 'province:35 idempotency_record': 1, 'province:35 journal_entry': 1,
    });
  });

  it('gives the same person the same index at every scan, and another token', async () => {
    const [first, second] = [await scanned(), await scanned()];
    expect(second.ecIndexNo).toBe(first.ecIndexNo);
    expect(second.ecToken).not.toBe(first.ecToken);
  });

  it('takes the business type with five digits or with the three that are unique, and no other (INT-04)', async () => {
    const { stage, xiamenHospital } = cast;
    await expect(scanned({ businessType: '101' })).resolves.toHaveProperty('ecToken');
    const code = await citizen.shows({ in: stage.fujian });
    const act = () => xiamenHospital.scans(code, { businessType: '1' });
    await expectRefusedWithoutTrace(stage, act, 'badRequest', { naming: 'data.businessType' });
  });

  it('refuses a terminal of another institution and one that nobody registered', async () => {
    const { stage, xiamenHospital, xiamenPharmacy } = cast;
    const code = await citizen.shows({ in: stage.fujian });
    for (const termId of [xiamenPharmacy.terminal, '35202500000000000000']) {
      await expectRefusedWithoutTrace(stage, () => xiamenHospital.scans(code, { termId }), 'forbidden', { naming: 'data.termId' });
    }
    await expect(xiamenHospital.scans(code)).resolves.toMatchObject(citizen.identity);
  });

  it('refuses an institution that names another in the data (INT-05)', async () => {
    const { stage, xiamenHospital, xiamenPharmacy } = cast;
    const code = await citizen.shows({ in: stage.fujian });
    const act = () => xiamenHospital.scans(code, { orgId: xiamenPharmacy.orgId, termId: xiamenPharmacy.terminal });
    await expectRefusedWithoutTrace(stage, act, 'badRequest', { naming: 'data.orgId' });
  });
});

describe('6.4.2.2 b–c 向省级电子凭证业务中台发起鉴权TOKEN验证，验证通过后进行结算并返回结算结果', () => {
  it('has the insurer check the token and settle, and gives the receipt', async () => {
    const { stage, xiamenHospital } = cast;
    const scan = await scanned();
    const before = await snapshot(stage.tiers);
    const heard = await stage.heard(async () => {
      const receipt = await xiamenHospital.settles(scan, { totalFen: 12_345, institutionSerialNo: 'first' });
      expect(receipt).toMatchObject({
        settlementNo: expect.stringMatching(/^[0-9a-f]{32}$/), institutionSerialNo: 'first', orgId: xiamenHospital.orgId, businessType: '01301', insuOrg: xiamen,
        totalFen: 12_345, settledAt: expect.any(Number),
      });
      expect(receipt).toMatchObject(await booked(receipt.settlementNo));
    });
    expect(heard).toEqual([
      'insurance-system:35 → province:35 ec.verify 0', 'province:35 → insurance-system:35 ec.insurance.settle 0',
      `institution:${xiamenHospital.orgId} → province:35 ec.settle 0`,
    ]);
    await expectChanges(stage, before, {
      'province:35 ec_token': 'rewritten', 'province:35 settlement': 1, 'province:35 idempotency_record': 1, 'province:35 journal_entry': 2,
      'insurance-system:35 settled': 1, 'insurance-system:35 benefit_use': 1, 'insurance-system:35 personal_account': 1,
      'insurance-system:35 idempotency_record': 1, 'insurance-system:35 journal_entry': 1,
    });
  });

  it('settles for a pharmacy in the same way', async () => {
    const { stage, xiamenPharmacy } = cast;
    const scan = await xiamenPharmacy.scans(await citizen.shows({ in: stage.fujian }));
    expect(await xiamenPharmacy.settles(scan)).toMatchObject({ businessType: '02121', orgId: xiamenPharmacy.orgId });
  });

  it('pays by the insurance type of the person', async () => {
    const { stage, xiamenHospital, activated } = cast;
    const resident = await activated({ insuredIn: [xiamen], insuranceType: '390' });
    const one = await xiamenHospital.settles(await scanned(), { totalFen: 100_000 });
    const other = await xiamenHospital.settles(await xiamenHospital.scans(await resident.shows({ in: stage.fujian })), { totalFen: 100_000 });
    expect(other.fundFen).not.toBe(one.fundFen);
  });

  it('gives shares that add up to the fen, whatever the total', async () => {
    const { xiamenHospital } = cast;
    await fc.assert(fc.asyncProperty(fc.oneof(fc.nat({ max: 20_000 }), fc.nat({ max: 100_000_000 }), fc.constantFrom(0, 1, 2_000, 2_001, 100_000_000_000)), async (totalFen) => {
      const { fundFen, personalAccountFen, cashFen, ...receipt } = await xiamenHospital.settles(await scanned(), { totalFen });
      expect(receipt.totalFen).toBe(totalFen);
      expect(fundFen + personalAccountFen + cashFen).toBe(totalFen);
      expect(Math.min(fundFen, personalAccountFen, cashFen)).toBeGreaterThanOrEqual(0);
    }), { numRuns: 30 });
  }, 60_000);

  it.each([-1, 1.5, 100_000_000_001, Number.MAX_SAFE_INTEGER])('takes no total of %d fen', async (totalFen) => {
    const scan = await scanned();
    const act = () => cast.xiamenHospital.settles(scan, { totalFen });
    await expectRefusedWithoutTrace(cast.stage, act, 'badRequest', { naming: 'data.totalFen' });
  });

  it('finds the receipt for the institution and for the local core business system, and for nobody else', async () => {
    const { stage, xiamenHospital, xiamenPharmacy } = cast;
    const receipt = await xiamenHospital.settles(await scanned());
    expect(await xiamenHospital.findsReceipt(receipt.settlementNo)).toEqual(receipt);
    const insurer = stage.fujian.insurer.speakerTo('province:35');
    const { settlementNo } = receipt;
    expect(await insurer.ask(stage.fujian.coreUrl, transactions.findReceipt, { settlementNo })).toEqual(receipt);
    await expectRefusedWithoutTrace(stage, () => xiamenPharmacy.findsReceipt(settlementNo), 'badRequest', { naming: 'data.settlementNo' });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.findsReceipt('0'.repeat(32)), 'badRequest', { naming: 'data.settlementNo' });
  });
});

describe('机构结算流水号: 一个流水号一笔结算', () => {
  it('gives the same receipt to a repeat, and the insurer settles once', async () => {
    const { stage, xiamenHospital } = cast;
    const [scan, institutionSerialNo] = [await scanned(), xiamenHospital.nextSerialNo()];
    const receipt = await xiamenHospital.settles(scan, { institutionSerialNo });
    const before = await snapshot(stage.tiers);
    expect(await xiamenHospital.settles(scan, { institutionSerialNo })).toEqual(receipt);
    await expectChanges(stage, before, {});
    expect(await stage.fujian.insurer.count('settled', 'settlement_no = ?', [receipt.settlementNo])).toBe(1);
  });

  it('refuses other content under a number that is used', async () => {
    const { stage, xiamenHospital } = cast;
    const [scan, institutionSerialNo] = [await scanned(), xiamenHospital.nextSerialNo()];
    await xiamenHospital.settles(scan, { institutionSerialNo });
    for (const other of [{ totalFen: 12_346 }, { businessType: '01302' }]) {
      const act = () => xiamenHospital.settles(scan, { institutionSerialNo, ...other });
      await expectRefusedWithoutTrace(stage, act, 'badRequest', { naming: 'data.institutionSerialNo' });
    }
  });

  it('refuses another person\'s token under a number that is used, instead of giving out the first receipt', async () => {
    const { stage, xiamenHospital } = cast;
    const institutionSerialNo = xiamenHospital.nextSerialNo();
    await xiamenHospital.settles(await scanned(), { institutionSerialNo });
    const next = await scanned();
    const act = () => xiamenHospital.settles(next, { institutionSerialNo });
    await expectRefusedWithoutTrace(stage, act, 'badRequest', { naming: 'data.institutionSerialNo' });
  });

  it('is each institution\'s own', async () => {
    const { stage, xiamenHospital, xiamenPharmacy } = cast;
    const institutionSerialNo = 'shared-number';
    const one = await xiamenHospital.settles(await scanned(), { institutionSerialNo });
    const other = await xiamenPharmacy.settles(await xiamenPharmacy.scans(await citizen.shows({ in: stage.fujian })), { institutionSerialNo });
    expect(other.settlementNo).not.toBe(one.settlementNo);
  });
});

it('settles for a person insured in several places at the place chosen, which may lie in another province', async () => {
  const { stage, xiamenHospital, activated } = cast;
  const both = await activated({ insuredIn: [xiamen, shenzhen], businessPlace: xiamen });
  const receipt = await xiamenHospital.settles(await xiamenHospital.scans(await both.shows({ in: stage.fujian, choosing: xiamen })));
  expect(receipt.insuOrg).toBe(xiamen);
  expect(await stage.guangdong.insurer.count('settled')).toBe(0);
});

it('leaves whole journals on every tier', async () => {
  await expectJournalsWhole(cast.stage.tiers);
});
