import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { transactions } from '../../src/protocol/transactions/index.js';
import { believedBy } from './stage/believed-places.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { expectChanges, expectJournalsWhole, expectRefusedWithoutTrace } from './stage/expectations.js';
import { MailBags } from './stage/mail-bags.js';
import { fuzhou, guangzhou, hangzhou, shenzhen, xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';

const [EMPLOYEE, RESIDENT] = ['310', '390'];

let cast: Cast;
beforeAll(async () => { cast = await openStageWithCast({ provinces: ['35', '44', '33'], onFiles: true }); });
afterAll(() => cast.stage.close());

const at = (poolingArea: string, insuranceType = EMPLOYEE) => ({ poolingArea, insuranceType });

describe('a change of the insured place (INT-72)', () => {
  it('takes effect at the insured place at once, reaches national, and from there every province that holds the person', async () => {
    const { stage, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen, guangzhou], businessPlace: xiamen });
    // 浙江 has fetched the person for a code.
    await citizen.shows({ in: stage.zhejiang, choosing: xiamen });
    const heard = await stage.heard(async () => {
      await stage.fujian.tellsPlaces(citizen, [at(fuzhou, RESIDENT)]);
      expect(await believedBy(stage.fujian, citizen)).toEqual(['350100 390', '440100 310']);
      await stage.converged();
    });
    for (const tier of [{ tier: stage.national }, stage.fujian, stage.guangdong, stage.zhejiang]) {
      expect(await believedBy(tier, citizen)).toEqual(['350100 390', '440100 310']);
    }
    expect(heard[0]).toBe('insurance-system:35 → province:35 ec.insured-place.update 0');
    expect(heard.toSorted()).toEqual([
      'insurance-system:35 → province:35 ec.insured-place.update 0',
      'national → province:33 ec.sync.insured-place 0', 'national → province:35 ec.sync.insured-place 0', 'national → province:44 ec.sync.insured-place 0',
      'province:35 → national ec.insured-place.report 0',
    ]);
  });

  it('changes nothing when it says what is known', async () => {
    const { stage, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const before = await snapshot(stage.tiers);
    await stage.fujian.tellsPlaces(citizen, [at(xiamen)]);
    await expectChanges(stage, before, { 'province:35 idempotency_record': 1, 'province:35 journal_entry': 1 });
  });

  it('may leave a person insured nowhere: then there is no place to show a code for', async () => {
    const { stage, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    await stage.fujian.tellsPlaces(citizen, []);
    await stage.converged();
    expect(await believedBy({ tier: stage.national }, citizen)).toEqual([]);
    await expectRefusedWithoutTrace(stage, () => citizen.shows({ in: stage.fujian }), 'insuredPlaceMissing');
    await stage.fujian.tellsPlaces(citizen, [at(xiamen)]);
    await expect(citizen.shows({ in: stage.fujian })).resolves.toMatchObject({ poolingArea: xiamen });
    await stage.converged();
  });

  it('makes a province that knew nothing of the person an insured province', async () => {
    const { stage, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    await stage.zhejiang.tellsPlaces(citizen, [at(hangzhou)]);
    await stage.converged();
    for (const province of [stage.fujian, stage.zhejiang]) expect(await believedBy(province, citizen)).toEqual(['330100 310', '350200 310']);
  });

  it('is refused for places of another province, twice the same place, unknown persons and other names', async () => {
    const { stage, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const refused = (act: () => Promise<unknown>, naming: string) => expectRefusedWithoutTrace(stage, act, 'badRequest', { naming });
    await refused(() => stage.fujian.tellsPlaces(citizen, [at(xiamen), at(guangzhou)]), 'data.insuredPlaces[1].poolingArea');
    await refused(() => stage.fujian.tellsPlaces(citizen, [at(xiamen), at(xiamen, RESIDENT)]), 'data.insuredPlaces[1].poolingArea');
    const stranger = stage.stranger();
    await expectRefusedWithoutTrace(stage, () => stage.fujian.tellsPlaces(stranger, [at(xiamen)]), 'personNotFound', { origin: 'national' });
    const misnamed = { ...citizen.identity, userName: '贾示例' };
    await expectRefusedWithoutTrace(stage, () => stage.fujian.tellsPlaces(misnamed, [at(fuzhou)]), 'realNameFailed', { origin: 'national' });
    const lies = { ...citizen.identity, insuredPlaces: [at(guangzhou)], changedAt: 1 };
    const speaker = stage.fujian.tier.speakerTo('national');
    await refused(() => speaker.ask(stage.national.coreUrl, transactions.reportInsuredPlaces, lies), 'data.insuredPlaces[0].poolingArea');
  });

  it('reaches national for a person who has not activated yet, whom the province does not know', async () => {
    const { stage } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    await stage.fujian.tellsPlaces(citizen, [at(fuzhou)]);
    expect(await believedBy({ tier: stage.national }, citizen)).toEqual(['350100 310']);
    expect(await believedBy(stage.fujian, citizen)).toEqual([]);
  });

  it('is not undone at its own place by a word of national that does not know of it yet', async () => {
    const { stage, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen, guangzhou], businessPlace: xiamen });
    const [known] = await stage.national.rows<{ credentialNumber: string; changedAt: number }>(
      'SELECT credential_number AS "credentialNumber", changed_at AS "changedAt" FROM electronic_credential ORDER BY subject_id DESC LIMIT 1',
    );
    await stage.national.stops();
    await stage.fujian.tellsPlaces(citizen, [at(fuzhou)]);
    const record = { ...known, ...citizen.identity, state: 'activated', insuredPlaces: [at(xiamen), at(shenzhen)], changedAt: stage.clock.now() + 1 };
    await stage.national.speakerTo('province:35').ask(stage.fujian.coreUrl, transactions.syncInsuredPlaces, { record });
    expect(await believedBy(stage.fujian, citizen)).toEqual(['350100 310', '440300 310']);
    expect(await stage.fujian.tier.count('unanswered_places')).toBe(1);
    await stage.national.starts();
    await stage.converged(20_000);
    for (const tier of [{ tier: stage.national }, stage.fujian, stage.guangdong]) {
      expect(await believedBy(tier, citizen)).toEqual(['350100 310', '440100 310']);
    }
    expect(await stage.fujian.tier.count('unanswered_places')).toBe(0);
  });
});

describe('a change of the insured place that crosses a word of national on the way', () => {
  it('does not keep a credential alive whose end national had entered before (4.4)', async () => {
    const { stage, activated, xiamenHospital } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const scan = await xiamenHospital.scans(await citizen.shows({ in: stage.fujian }));
    const mail = new MailBags(stage);
    mail.waits();
    await stage.centre.changesPerson(citizen.identity, citizen.becoming({ userName: '贾示例' }).identity);
    // 福建 has not heard of it.
    await stage.fujian.tellsPlaces(citizen, [at(fuzhou)]);
    await mail.arrives();
    await expectRefusedWithoutTrace(stage, () => citizen.shows({ in: stage.fujian }), 'credentialNotFound', { because: 'superseded' });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.checks(scan.ecToken, citizen), 'tokenInvalid', { because: 'void' });
    // Nothing is left that would count more than national's word, should the number ever come back (INT-44).
    expect(await stage.fujian.tier.count('unanswered_places')).toBe(0);
  });
});

it('leaves whole journals on every tier', () => expectJournalsWhole(cast.stage.tiers));
