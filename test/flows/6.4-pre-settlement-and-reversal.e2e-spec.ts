import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import type { Receipt, Scan } from './stage/designated-institution.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace, expectUnchanged } from './stage/expectations.js';
import { xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';

let cast: Cast;

beforeAll(async () => { cast = await openStageWithCast(); });
afterAll(() => cast.stage.close());

/** Each story has a person of its own: what one has used up is no matter of the next. */
const somebody = (): Promise<Citizen> => cast.activated({ insuredIn: [xiamen] });
const scanned = async (citizen: Citizen): Promise<Scan> => cast.xiamenHospital.scans(await citizen.shows({ in: cast.stage.fujian }));
const settled = async (citizen: Citizen): Promise<Receipt> => cast.xiamenHospital.settles(await scanned(citizen));
const stateOf = async ({ settlementNo }: Pick<Receipt, 'settlementNo'>) =>
  cast.stage.fujian.tier.rows('SELECT state, reversal_serial_no AS reversal, reversed_at AS at FROM settlement WHERE settlement_no = ?', [settlementNo]);

describe('预结算 6.4.2.2 b: what a settlement would come to', () => {
  it('is what it then comes to, and leaves no trace anywhere', async () => {
    const { stage, xiamenHospital } = cast;
    const scan = await scanned(await somebody());
    const before = await snapshot(stage.tiers);
    const heard = await stage.heard(async () => {
      expect(await xiamenHospital.previews(scan)).toEqual({ insuOrg: xiamen, totalFen: 12_345, fundFen: 8_276, personalAccountFen: 4_069, cashFen: 0 });
    });
    expect(heard).toEqual([
      'insurance-system:35 → province:35 ec.verify 0', 'province:35 → insurance-system:35 ec.insurance.preview 0',
      `institution:${xiamenHospital.orgId} → province:35 ec.settle.preview 0`,
    ]);
    await expectUnchanged(stage, before);
    expect(await xiamenHospital.settles(scan)).toMatchObject({ fundFen: 8_276, personalAccountFen: 4_069, cashFen: 0 });
  });

  it('may be asked for several times beside several checks before the token is used up (INT-14)', async () => {
    const { xiamenHospital } = cast;
    const citizen = await somebody();
    const scan = await scanned(citizen);
    for (const totalFen of [1, 100_000, 12_345]) {
      const { fundFen, personalAccountFen, cashFen } = await xiamenHospital.previews(scan, { totalFen });
      expect(fundFen + personalAccountFen + cashFen).toBe(totalFen);
      expect(await xiamenHospital.checks(scan.ecToken, citizen)).toMatchObject({ flag: '1' });
    }
    await xiamenHospital.settles(scan);
    await expectRefusedWithoutTrace(cast.stage, () => xiamenHospital.previews(scan), 'tokenInvalid', { because: 'used up' });
  });

  it('is for the institution and the business the token was issued for, and while it is valid (INT-80)', async () => {
    const { stage, xiamenHospital, xiamenPharmacy } = cast;
    const scan = await scanned(await somebody());
    await expectRefusedWithoutTrace(stage, () => xiamenPharmacy.previews(scan, { businessType: '01301' }), 'tokenInvalid', { because: 'another institution' });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.previews(scan, { businessType: '01302' }), 'tokenInvalid', { because: '01301' });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.previews(scan, { orgId: xiamenPharmacy.orgId }), 'badRequest', { naming: 'data.orgId' });
    stage.clock.passes({ minutes: 31 });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.previews(scan), 'tokenInvalid', { because: 'expired' });
  });

  it('counts what was settled before: the deductible is taken once, and a pharmacy has another ratio', async () => {
    const { stage, xiamenHospital, xiamenPharmacy } = cast;
    const citizen = await somebody();
    await settled(citizen);
    expect(await xiamenHospital.previews(await scanned(citizen), { totalFen: 10_000 })).toMatchObject({ fundFen: 8_000, personalAccountFen: 2_000 });
    const atPharmacy = await xiamenPharmacy.scans(await citizen.shows({ in: stage.fujian }));
    expect(await xiamenPharmacy.previews(atPharmacy, { totalFen: 10_000 })).toMatchObject({ fundFen: 7_000, personalAccountFen: 3_000 });
  });
});

describe('a token that expires', () => {
  it('settles what was asked for while it was valid (INT-82), and nothing that is asked for later', async () => {
    const { stage, xiamenHospital } = cast;
    const citizen = await somebody();
    const [scan, late] = [await scanned(citizen), await scanned(citizen)];
    const institutionSerialNo = xiamenHospital.nextSerialNo();
    await stage.fujian.insurer.stops();
    await expectRefusal(xiamenHospital.settles(scan, { institutionSerialNo }), 'timeout');
    stage.clock.passes({ minutes: 31 });
    // It has forgotten everything it knew, also that it never settled.
    await stage.fujian.insurer.startsAnew();
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.settles(late), 'tokenInvalid', { because: 'expired' });
    await expectRefusal(xiamenHospital.checks(scan.ecToken, citizen), 'tokenInvalid', { because: 'expired' });
    expect(await xiamenHospital.settles(scan, { institutionSerialNo })).toMatchObject({ institutionSerialNo, totalFen: 12_345 });
    expect(await stage.fujian.insurer.count('settled')).toBe(1);
  });
});

describe('结算撤销 6.4.2.2 c: an institution takes a settlement back', () => {
  it('marks the receipt, gives back to fund and account what they paid, and tells so wherever the receipt is asked for', async () => {
    const { stage, xiamenHospital } = cast;
    const citizen = await somebody();
    const fresh = await xiamenHospital.previews(await scanned(citizen));
    const scan = await scanned(citizen);
    const institutionSerialNo = xiamenHospital.nextSerialNo();
    const receipt = await xiamenHospital.settles(scan, { institutionSerialNo });
    expect(receipt).not.toHaveProperty('reversedAt');
    const before = await snapshot(stage.tiers);
    const reversed = await xiamenHospital.reverses(receipt, { reversalSerialNo: 'R-first' });
    expect(reversed).toEqual({ ...receipt, reversalSerialNo: 'R-first', reversedAt: expect.any(Number) });
    await expectChanges(stage, before, {
      'province:35 settlement': 'rewritten', 'province:35 idempotency_record': 1, 'province:35 journal_entry': 2,
      'insurance-system:35 settled': 'rewritten', 'insurance-system:35 benefit_use': 'rewritten', 'insurance-system:35 personal_account': 'rewritten',
      'insurance-system:35 idempotency_record': 1, 'insurance-system:35 journal_entry': 1,
    });
    expect(await xiamenHospital.findsReceipt(receipt.settlementNo)).toEqual(reversed);
    expect(await xiamenHospital.settles(scan, { institutionSerialNo })).toEqual(reversed);
    expect(await xiamenHospital.previews(await scanned(citizen))).toEqual(fresh);
  });

  it('gives the same answer again, under the same serial number or another, and nothing happens twice', async () => {
    const { stage, xiamenHospital } = cast;
    const citizen = await somebody();
    const receipt = await settled(citizen);
    const reversalSerialNo = `R${xiamenHospital.nextSerialNo()}`;
    const reversed = await xiamenHospital.reverses(receipt, { reversalSerialNo });
    const before = await snapshot(stage.tiers);
    expect(await xiamenHospital.reverses(receipt, { reversalSerialNo })).toEqual(reversed);
    expect(await xiamenHospital.reverses(receipt)).toEqual(reversed);
    stage.clock.passes({ minutes: 31 });
    expect(await xiamenHospital.reverses(receipt, { reversalSerialNo })).toEqual(reversed);
    await expectChanges(stage, before, {});
  });

  it('reverses once when asked twenty times at once', async () => {
    const { stage, xiamenHospital } = cast;
    const receipt = await settled(await somebody());
    const answers = await Promise.all(Array.from({ length: 20 }, () => xiamenHospital.reverses(receipt)));
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(await stage.fujian.insurer.rows('SELECT reversal_serial_no AS serial, reversed_at AS at FROM settled WHERE settlement_no = ?', [receipt.settlementNo]))
      .toEqual([{ serial: answers[0].reversalSerialNo, at: answers[0].reversedAt }]);
  });

  it('does not make the used token usable again', async () => {
    const { stage, xiamenHospital } = cast;
    const citizen = await somebody();
    const scan = await scanned(citizen);
    await xiamenHospital.reverses(await xiamenHospital.settles(scan));
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.settles(scan), 'tokenInvalid', { because: 'used up' });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.checks(scan.ecToken, citizen), 'tokenInvalid', { because: 'used up' });
  });

  it('is refused for a settlement that is not one of its own, or none at all', async () => {
    const { stage, xiamenHospital, xiamenPharmacy } = cast;
    const receipt = await settled(await somebody());
    await expectRefusedWithoutTrace(stage, () => xiamenPharmacy.reverses(receipt), 'badRequest', { naming: 'data.settlementNo' });
    await expectRefusedWithoutTrace(stage, () => xiamenPharmacy.reverses(receipt, { orgId: xiamenHospital.orgId }), 'badRequest', { naming: 'data.orgId' });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.reverses({ settlementNo: 'f'.repeat(32) }), 'badRequest', { naming: 'data.settlementNo' });
  });

  it('is refused under a serial number that stands for another reversal', async () => {
    const { stage, xiamenHospital } = cast;
    const citizen = await somebody();
    const [one, other] = [await settled(citizen), await settled(citizen)];
    const { reversalSerialNo } = await xiamenHospital.reverses(one);
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.reverses(other, { reversalSerialNo }), 'badRequest', { naming: 'data.reversalSerialNo' });
    await expect(xiamenHospital.reverses(other)).resolves.toHaveProperty('reversedAt');
  });

  it('is refused for what is not settled yet', async () => {
    const { stage, xiamenHospital } = cast;
    const citizen = await somebody();
    const scan = await scanned(citizen);
    await stage.fujian.insurer.stops();
    await expectRefusal(xiamenHospital.settles(scan), 'timeout');
    await stage.fujian.insurer.starts();
    const [pending] = await stage.fujian.tier.rows<Receipt>(`SELECT settlement_no AS "settlementNo" FROM settlement WHERE state = 'requested'`);
    const refusal = { naming: 'data.settlementNo', because: 'not settled yet' };
    await expectRefusal(xiamenHospital.reverses(pending), 'badRequest', refusal);
    expect(await stateOf(pending)).toEqual([{ state: 'requested', reversal: null, at: null }]);
  });

  it('stays open after an answer that did not come, and no refusal of a system that has not looked is believed then', async () => {
    const { stage, xiamenHospital } = cast;
    const receipt = await settled(await somebody());
    await stage.fujian.insurer.stops();
    await expectRefusal(xiamenHospital.reverses(receipt, { reversalSerialNo: 'R-late' }), 'timeout');
    expect(await stateOf(receipt)).toEqual([{ state: 'reversing', reversal: 'R-late', at: null }]);
    expect(await xiamenHospital.findsReceipt(receipt.settlementNo)).toEqual(receipt);
    // It comes back without its memory: what it says now decides nothing about what it may have done before.
    await stage.fujian.insurer.startsAnew();
    await expectRefusal(xiamenHospital.reverses(receipt), 'badRequest', { origin: 'insurance-system:35' });
    expect(await stateOf(receipt)).toEqual([{ state: 'reversing', reversal: 'R-late', at: null }]);
  });
});

it('leaves whole journals on every tier', async () => {
  await expectJournalsWhole(cast.stage.tiers);
});
