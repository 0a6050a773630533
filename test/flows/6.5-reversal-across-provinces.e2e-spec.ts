import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { transactions } from '../../src/protocol/transactions/index.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import type { Receipt, Scan } from './stage/designated-institution.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace, expectUnchanged } from './stage/expectations.js';
import { guangzhou, xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';

let cast: Cast;

// On files, so that a tier that was away comes back with what it knew.
beforeAll(async () => { cast = await openStageWithCast({ onFiles: true }); });
afterAll(() => cast.stage.close());

/** Somebody insured in 厦门 (福建) who is treated in 广州 (广东). */
const traveller = (): Promise<Citizen> => cast.activated({ insuredIn: [xiamen] });
const scanned = async (citizen: Citizen): Promise<Scan> => cast.guangzhouHospital.scans(await citizen.shows({ in: cast.stage.guangdong }));
const settled = async (citizen: Citizen): Promise<Receipt> => cast.guangzhouHospital.settles(await scanned(citizen));

/** The receipt as both provinces tell it: 广东 to its hospital, 福建 to its local core business system. */
async function receiptsOf({ settlementNo }: Receipt): Promise<Receipt[]> {
  const insurer = cast.stage.fujian.insurer.speakerTo('province:35');
  return [await cast.guangzhouHospital.findsReceipt(settlementNo), await insurer.ask(cast.stage.fujian.coreUrl, transactions.findReceipt, { settlementNo })];
}

async function statesOf({ settlementNo }: Pick<Receipt, 'settlementNo'>): Promise<string[]> {
  const { fujian, guangdong } = cast.stage;
  const rows = await Promise.all([guangdong, fujian].map(({ tier }) => tier.rows<{ state: string }>('SELECT state FROM settlement WHERE settlement_no = ?', [settlementNo])));
  return rows.flat().map(({ state }) => state);
}

describe('预结算 6.5: what a settlement away from home would come to', () => {
  it('is asked of the insured place through national, is what it then comes to, and leaves no trace anywhere', async () => {
    const { stage, guangzhouHospital } = cast;
    const scan = await scanned(await traveller());
    const before = await snapshot(stage.tiers);
    const heard = await stage.heard(async () => {
      expect(await guangzhouHospital.previews(scan)).toEqual({ insuOrg: xiamen, totalFen: 12_345, fundFen: 8_276, personalAccountFen: 4_069, cashFen: 0 });
    });
    expect(heard).toEqual([
      'province:35 → insurance-system:35 ec.insurance.preview 0', 'national → province:35 ec.remote.preview 0',
      'province:44 → national ec.exchange.preview 0', `institution:${guangzhouHospital.orgId} → province:44 ec.settle.preview 0`,
    ]);
    await expectUnchanged(stage, before);
    expect(await guangzhouHospital.settles(scan)).toMatchObject({ insuOrg: xiamen, fundFen: 8_276, personalAccountFen: 4_069, cashFen: 0 });
  });

  it('is refused with 500033 while national is not there, and the token stays as it is', async () => {
    const { stage, guangzhouHospital } = cast;
    const citizen = await traveller();
    const scan = await scanned(citizen);
    await stage.national.stops();
    await expectRefusal(guangzhouHospital.previews(scan), 'nationalRequestFailed');
    expect(await guangzhouHospital.checks(scan.ecToken, citizen)).toMatchObject({ flag: '1' });
    await stage.national.starts();
    await expect(guangzhouHospital.previews(scan)).resolves.toHaveProperty('insuOrg', xiamen);
  });

  it('is refused by the insured place for a person who is not insured there any more (500023), and for one it does not know (500001)', async () => {
    const { stage } = cast;
    const citizen = await traveller();
    const scan = await scanned(citizen);
    const [{ credentialNumber }] = await stage.guangdong.tier.rows<{ credentialNumber: string }>(
      'SELECT credential_number AS "credentialNumber" FROM ec_token ORDER BY expires_at DESC LIMIT 1',
    );
    const asked = {
      businessProvince: '44', credentialNumber, insuOrg: '350100', orgId: cast.guangzhouHospital.orgId, institutionKind: 'hospital', businessType: '01301', totalFen: 1,
    };
    const province = stage.guangdong.tier.speakerTo('national');
    const ask = (saying: object) => province.ask(stage.national.coreUrl, transactions.exchangePreview, { ...asked, ...saying });
    await expectRefusedWithoutTrace(stage, () => ask({}), 'cacheExpired', { origin: 'province:35' });
    await expectRefusedWithoutTrace(stage, () => ask({ insuOrg: xiamen, credentialNumber: '0'.repeat(64) }), 'credentialNotFound', { origin: 'province:35' });
    await expectRefusedWithoutTrace(stage, () => ask({ insuOrg: xiamen, businessProvince: '35' }), 'badRequest', { naming: 'data.businessProvince' });
    expect(scan.insuOrg).toBe(xiamen);
  });
});

describe('结算撤销 6.5: a settlement of another province is taken back', () => {
  it('by the insured place, through national; both provinces hold the same marked receipt', async () => {
    const { stage, guangzhouHospital } = cast;
    const citizen = await traveller();
    const fresh = await guangzhouHospital.previews(await scanned(citizen));
    const receipt = await settled(citizen);
    const before = await snapshot(stage.tiers);
    let reversed: Receipt | undefined;
    const heard = await stage.heard(async () => { reversed = await guangzhouHospital.reverses(receipt, { reversalSerialNo: 'R-away' }); });
    expect(heard).toEqual([
      'province:35 → insurance-system:35 ec.insurance.reverse 0', 'national → province:35 ec.remote.reverse 0',
      'province:44 → national ec.exchange.reverse 0', `institution:${guangzhouHospital.orgId} → province:44 ec.settle.reverse 0`,
    ]);
    expect(reversed).toEqual({ ...receipt, reversalSerialNo: 'R-away', reversedAt: expect.any(Number) });
    expect(await receiptsOf(receipt)).toEqual([reversed, reversed]);
    await expectChanges(stage, before, {
      'province:44 settlement': 'rewritten', 'province:44 idempotency_record': 1, 'province:44 journal_entry': 2,
      'province:35 settlement': 'rewritten', 'province:35 idempotency_record': 1, 'province:35 journal_entry': 2,
      'insurance-system:35 settled': 'rewritten', 'insurance-system:35 benefit_use': 'rewritten', 'insurance-system:35 personal_account': 'rewritten',
      'insurance-system:35 idempotency_record': 1, 'insurance-system:35 journal_entry': 1,
    });
    expect(await guangzhouHospital.previews(await scanned(citizen))).toEqual(fresh);
  });

  it('gives the same answer again, without asking the insured place', async () => {
    const { stage, guangzhouHospital } = cast;
    const receipt = await settled(await traveller());
    const reversed = await guangzhouHospital.reverses(receipt);
    const heard = await stage.heard(async () => { expect(await guangzhouHospital.reverses(receipt)).toEqual(reversed); });
    expect(heard).toEqual([`institution:${guangzhouHospital.orgId} → province:44 ec.settle.reverse 0`]);
  });

  it('leaves a token of the other province used up', async () => {
    const { stage, guangzhouHospital } = cast;
    const scan = await scanned(await traveller());
    await guangzhouHospital.reverses(await guangzhouHospital.settles(scan));
    await expectRefusedWithoutTrace(stage, () => guangzhouHospital.settles(scan), 'tokenInvalid', { because: 'used up' });
  });

  it('is refused by the insured place for another institution and another province', async () => {
    const { stage, guangzhouHospital, guangzhouPharmacy } = cast;
    const { settlementNo } = await settled(await traveller());
    const asked = { settlementNo, businessProvince: '44', insuOrg: xiamen, orgId: guangzhouPharmacy.orgId, reversalSerialNo: 'R-foreign' };
    const ask = (saying: object) => stage.guangdong.tier.speakerTo('national').ask(stage.national.coreUrl, transactions.exchangeReversal, { ...asked, ...saying });
    await expectRefusedWithoutTrace(stage, () => ask({}), 'badRequest', { origin: 'province:35', naming: 'data.settlementNo' });
    await expectRefusedWithoutTrace(stage, () => ask({ orgId: guangzhouHospital.orgId, businessProvince: '35' }), 'badRequest', { naming: 'data.businessProvince' });
    const elsewhere = { orgId: guangzhouHospital.orgId, insuOrg: guangzhou };
    await expectRefusedWithoutTrace(stage, () => ask(elsewhere), 'badRequest', { origin: 'province:44', naming: 'data.settlementNo' });
  });

  it.each([
    ['national', 'nationalRequestFailed', undefined, ['reversing', 'settled']],
    ['the insured place', 'timeout', 'province:35', ['reversing', 'settled']],
    ['its local core business system', 'timeout', 'province:35', ['reversing', 'reversing']],
  ] as const)('is taken up again when %s was not there, and reverses once', async (who, name, origin, states) => {
    const { stage, guangzhouHospital } = cast;
    const away = { national: stage.national, 'the insured place': stage.fujian.tier, 'its local core business system': stage.fujian.insurer }[who];
    const receipt = await settled(await traveller());
    await away.stops();
    await expectRefusal(guangzhouHospital.reverses(receipt), name, { origin });
    await away.starts();
    expect(await statesOf(receipt)).toEqual(states);
    stage.clock.passes({ seconds: 31 });
    await stage.guangdong.takesUpUnfinishedSettlements();
    expect(await statesOf(receipt)).toEqual(['reversed', 'reversed']);
    const [here, there] = await receiptsOf(receipt);
    expect(here).toEqual({ ...receipt, reversalSerialNo: here.reversalSerialNo, reversedAt: expect.any(Number) });
    expect(there).toEqual(here);
    expect(await stage.fujian.insurer.rows('SELECT reversal_serial_no AS serial, reversed_at AS at FROM settled WHERE settlement_no = ?', [receipt.settlementNo]))
      .toEqual([{ serial: here.reversalSerialNo, at: here.reversedAt }]);
  }, 60_000);
});

it('leaves whole journals on every tier', async () => {
  await expectJournalsWhole(cast.stage.tiers);
});
