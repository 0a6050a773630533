import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { transactions } from '../../src/protocol/transactions/index.js';
import { believedBy } from './stage/believed-places.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import type { DesignatedInstitution } from './stage/designated-institution.js';
import { expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { fuzhou, shenzhen, xiamen } from './stage/places.js';
import type { Province } from './stage/province.js';

/** 挂号, table C.1. */
const REGISTRATION = '01101';
const [EMPLOYEE, RESIDENT] = ['310', '390'];

let cast: Cast;
beforeAll(async () => { cast = await openStageWithCast({ onFiles: true }); });
afterAll(() => cast.stage.close());

const at = (poolingArea: string, insuranceType = EMPLOYEE) => ({ poolingArea, insuranceType });

/** National has told 福建 of a change and nobody else yet: whoever knows it has learnt it from 福建. */
async function onlyFujianKnows(citizen: Citizen, insuredPlaces: readonly ReturnType<typeof at>[]): Promise<void> {
  const { national, fujian, clock } = cast.stage;
  const sql = 'SELECT credential_number AS "credentialNumber" FROM electronic_credential ORDER BY subject_id DESC LIMIT 1';
  const [{ credentialNumber } = { credentialNumber: '' }] = await national.rows<{ credentialNumber: string }>(sql);
  const record = { ...citizen.identity, credentialNumber, state: 'activated', insuredPlaces, changedAt: clock.now() };
  await national.speakerTo('province:35').ask(fujian.coreUrl, transactions.syncInsuredPlaces, { record });
}

/** A business in 广州 for a person whose code was shown there. */
async function scannedIn(institution: DesignatedInstitution, province: Province, citizen: Citizen, choosing?: string) {
  const code = await citizen.shows({ in: province, choosing });
  return { code, scan: await institution.scans(code, { businessType: REGISTRATION }) };
}

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

it('tells the right pooling areas in production too, where reasons are kept back', async () => {
  const { stage, activated, guangzhouHospital } = await openStageWithCast({ environment: 'production' });
  const citizen = await activated({ insuredIn: [xiamen] });
  const { scan } = await scannedIn(guangzhouHospital, stage.guangdong, citizen);
  await stage.fujian.tellsPlaces(citizen, [at(fuzhou)]);
  const told = { naming: 'insuredPlaces', because: '350100 (310)' };
  await expectRefusal(guangzhouHospital.hasHandled(scan, { businessType: REGISTRATION }), 'cacheExpired', told);
  await stage.converged();
  await stage.close();
});

it('leaves whole journals on every tier', () => expectJournalsWhole(cast.stage.tiers));
