import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { transactions } from '../../src/protocol/transactions/index.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import type { DesignatedInstitution } from './stage/designated-institution.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { fuzhou, guangzhou, hangzhou, shenzhen, xiamen } from './stage/places.js';
import type { Province } from './stage/province.js';
import { snapshot } from './stage/snapshot.js';

/** 挂号, table C.1. */
const REGISTRATION = '01101';
const [EMPLOYEE, RESIDENT] = ['310', '390'];

let cast: Cast;
beforeAll(async () => { cast = await openStageWithCast({ provinces: ['35', '44', '33'], onFiles: true }); });
afterAll(() => cast.stage.close());

const at = (poolingArea: string, insuranceType = EMPLOYEE) => ({ poolingArea, insuranceType });

/** Where a person is insured as a tier believes it, with the insurance types. */
async function believedBy(province: Pick<Province, 'tier'>, { idNo }: Citizen): Promise<string[]> {
  const { kernel } = province.tier;
  const identity = kernel.protection.blindIndex('person.document', `01 ${idNo}`);
  const sql = `SELECT pooling_area || ' ' || insurance_type AS place FROM insured_place
    JOIN insured_person USING (person_id) WHERE identity_index = ? ORDER BY place`;
  return (await province.tier.rows<{ place: string }>(sql, [identity])).map(({ place }) => place);
}

/** National has told 福建 of a change and nobody else yet: whoever knows it has learnt it from 福建. */
async function onlyFujianKnows(citizen: Citizen, insuredPlaces: readonly ReturnType<typeof at>[]): Promise<void> {
  const { national, fujian, clock } = cast.stage;
  const sql = 'SELECT credential_number AS credentialNumber FROM electronic_credential ORDER BY rowid DESC LIMIT 1';
  const [{ credentialNumber } = { credentialNumber: '' }] = await national.rows<{ credentialNumber: string }>(sql);
  const record = { ...citizen.identity, credentialNumber, state: 'activated', insuredPlaces, changedAt: clock.now() };
  await national.speakerTo('province:35').ask(fujian.coreUrl, transactions.syncInsuredPlaces, { record });
}

/** A business in 广州 for a person whose code was shown there. */
async function scannedIn(institution: DesignatedInstitution, province: Province, citizen: Citizen, choosing?: string) {
  const code = await citizen.shows({ in: province, choosing });
  return { code, scan: await institution.scans(code, { businessType: REGISTRATION }) };
}

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
      'SELECT credential_number AS credentialNumber, changed_at AS changedAt FROM electronic_credential ORDER BY rowid DESC LIMIT 1',
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

describe('6.3.2.2 c 2 若数据不一致，参保地信息系统将更新后的用户参保信息返回', () => {
  /** What can have changed at the insured place, and what the answer tells. */
  const changes: [string, ReturnType<typeof at>[], string][] = [
    ['the insurance type is another', [at(xiamen, RESIDENT)], '350200 (390)'],
    ['the pooling area is another', [at(fuzhou)], '350100 (310)'],
    ['there is none any more', [], 'there are none any more'],
  ];

  it.each(changes)('answers 500023 with the new pooling areas, refreshes the cache, and voids code and token: %s', async (_what, places, told) => {
    const { stage, activated, guangzhouHospital } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const { scan } = await scannedIn(guangzhouHospital, stage.guangdong, citizen);
    const shownBefore = await citizen.shows({ in: stage.guangdong });
    await onlyFujianKnows(citizen, places);
    const heard = await stage.heard(async () => {
      await expectRefusal(guangzhouHospital.hasHandled(scan, { businessType: REGISTRATION }), 'cacheExpired', { naming: 'insuredPlaces', because: told });
    });
    expect(heard.filter((line) => line.includes('handle'))).toEqual([
      'national → province:35 ec.remote.handle 0', 'province:44 → national ec.exchange.handle 0',
      `institution:${guangzhouHospital.orgId} → province:44 ec.business.handle 500023`,
    ]);
    expect(await believedBy(stage.guangdong, citizen)).toEqual(places.map((place) => `${place.poolingArea} ${place.insuranceType}`));
    await expectRefusal(guangzhouHospital.checks(scan.ecToken, citizen), 'tokenInvalid', { because: 'void' });
    await expectRefusal(guangzhouHospital.scans(shownBefore), 'qrCodeInvalid');
    expect(await stage.fujian.insurer.count('booked_business')).toBe(await stage.fujian.tier.count('business_handling', "state = 'handled'"));
  });

  it('then the channel shows a new code, and the business is handled under the same number', async () => {
    const { stage, activated, guangzhouHospital } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const said = { businessType: REGISTRATION, institutionSerialNo: 'S-1' };
    const { code, scan } = await scannedIn(guangzhouHospital, stage.guangdong, citizen);
    await stage.fujian.tellsPlaces(citizen, [at(fuzhou)]);
    await expectRefusal(guangzhouHospital.hasHandled(scan, said), 'cacheExpired');
    const again = await citizen.shows({ in: stage.guangdong, refreshing: code });
    expect(again).toMatchObject({ poolingArea: fuzhou, showId: code.showId });
    const fresh = await guangzhouHospital.scans(again, { businessType: REGISTRATION });
    await expect(guangzhouHospital.hasHandled(fresh, said)).resolves.toMatchObject({ insuOrg: fuzhou, institutionSerialNo: 'S-1' });
  });

  it('asks the person to choose again when the remembered area is not the person\'s any more', async () => {
    const { stage, activated, guangzhouHospital } = cast;
    const citizen = await activated({ insuredIn: [xiamen, shenzhen], businessPlace: xiamen });
    const { scan } = await scannedIn(guangzhouHospital, stage.guangdong, citizen, xiamen);
    await stage.fujian.tellsPlaces(citizen, [at(fuzhou)]);
    await expectRefusal(guangzhouHospital.hasHandled(scan, { businessType: REGISTRATION }), 'cacheExpired', { because: '350100 (310), 440300 (310)' });
    expect(await citizen.asksToShow({ in: stage.guangdong })).toHaveProperty('insuredPlaces', [at(fuzhou), at(shenzhen)]);
    await stage.converged();
  });

  it('says the same again when the same request is repeated', async () => {
    const { stage, activated, guangzhouHospital } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const { scan } = await scannedIn(guangzhouHospital, stage.guangdong, citizen);
    await stage.fujian.tellsPlaces(citizen, [at(fuzhou)]);
    await stage.converged();
    const how = { requestId: 'stale-1', timestamp: stage.clock.now() };
    const said = { businessType: REGISTRATION, institutionSerialNo: 'S-2' };
    await expectRefusal(guangzhouHospital.hasHandled(scan, said, how), 'cacheExpired');
    await expectRefusedWithoutTrace(stage, () => guangzhouHospital.hasHandled(scan, said, how), 'cacheExpired', { because: '350100 (310)' });
  });

  it('protects a settlement away from home in the same way (6.5)', async () => {
    const { stage, activated, guangzhouHospital } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const [code, older] = [await citizen.shows({ in: stage.guangdong }), await citizen.shows({ in: stage.guangdong })];
    const scan = await guangzhouHospital.scans(code);
    await onlyFujianKnows(citizen, [at(xiamen, RESIDENT)]);
    const institutionSerialNo = 'S-3';
    await expectRefusal(guangzhouHospital.settles(scan, { institutionSerialNo }), 'cacheExpired', { naming: 'insuredPlaces', because: '350200 (390)' });
    expect(await believedBy(stage.guangdong, citizen)).toEqual(['350200 390']);
    expect(await stage.fujian.tier.count('settlement', 'institution_serial_no = ?', [institutionSerialNo])).toBe(0);
    await expectRefusal(guangzhouHospital.checks(scan.ecToken, citizen), 'tokenInvalid', { because: 'void' });
    await expectRefusal(guangzhouHospital.scans(older), 'qrCodeInvalid');
    const fresh = await guangzhouHospital.scans(await citizen.shows({ in: stage.guangdong, refreshing: older }));
    await expect(guangzhouHospital.settles(fresh, { institutionSerialNo })).resolves.toMatchObject({ insuOrg: xiamen, institutionSerialNo });
  });

  it('protects a settlement at the insured place itself, whose token is older than the change (6.4)', async () => {
    const { stage, activated, xiamenHospital } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const scan = await xiamenHospital.scans(await citizen.shows({ in: stage.fujian }));
    await stage.fujian.tellsPlaces(citizen, [at(fuzhou)]);
    await expectRefusal(xiamenHospital.settles(scan), 'cacheExpired', { because: '350100 (310)' });
    await expectRefusal(xiamenHospital.settles(scan), 'tokenInvalid', { because: 'void' });
    await stage.converged();
  });

  it('protects a business at the insured place itself, whose token is older than the change', async () => {
    const { stage, activated, xiamenHospital } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const { scan } = await scannedIn(xiamenHospital, stage.fujian, citizen);
    await stage.fujian.tellsPlaces(citizen, [at(fuzhou)]);
    await expectRefusal(xiamenHospital.hasHandled(scan, { businessType: REGISTRATION }), 'cacheExpired', { because: '350100 (310)' });
    await stage.converged();
  });

  it('protects the scan: a code shown before its province learnt of the change is decoded by nobody', async () => {
    const { stage, activated, xiamenHospital, guangzhouHospital } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const codes = [await citizen.shows({ in: stage.fujian }), await citizen.shows({ in: stage.guangdong }), await citizen.shows({ in: stage.guangdong })];
    await stage.fujian.tellsPlaces(citizen, [at(fuzhou)]);
    await stage.converged();
    await expectRefusal(xiamenHospital.scans(codes[0]), 'cacheExpired', { because: '350100 (310)' });
    await expectRefusal(guangzhouHospital.scans(codes[1]), 'cacheExpired', { because: '350100 (310)' });
    await expectRefusal(xiamenHospital.scans(codes[2]), 'cacheExpired', { because: '350100 (310)', origin: 'province:44' });
  });
});

it('leaves whole journals on every tier', () => expectJournalsWhole(cast.stage.tiers));
