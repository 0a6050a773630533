import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { fuzhou, guangzhou, xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';

let cast: Cast;
/** Insured in 厦门. */
let citizen: Citizen;
beforeAll(async () => {
  cast = await openStageWithCast({ onFiles: true });
  citizen = await cast.activated({ insuredIn: [xiamen] });
});
afterAll(() => cast.stage.close());

describe('5.2.2 the national tier issues codes for its own app where no province is given (INT-12)', () => {
  it('issues 28 digits with the prefix 00, without asking any province', async () => {
    const { stage, app } = cast;
    const before = await snapshot(stage.tiers);
    const heard = await stage.heard(async () => {
      const code = await citizen.showsNationalCode();
      expect(code).toMatchObject({ ecQrCode: expect.stringMatching(/^424\d{19}000000$/), poolingArea: xiamen });
    });
    expect(heard).toEqual([`channel:${app.channelNumber} → national ec.qrcode.issue.national 0`]);
    await expectChanges(stage, before, {
      'national qr_code': 1, 'national qr_display': 1, 'national idempotency_record': 1, 'national journal_entry': 1,
    });
  });

  it.each(['xiamenHospital', 'guangzhouPharmacy'] as const)('decodes them itself and alone, wherever they are scanned (4.9): by %s', async (who) => {
    const { stage, [who]: institution } = cast;
    const { division, orgId } = institution;
    const code = await citizen.showsNationalCode();
    const heard = await stage.heard(async () => {
      // INT-15: the token is the business place's.
      const ecToken = expect.stringMatching(new RegExp(`^${division}ec`));
      expect(await institution.scans(code)).toMatchObject({ ...citizen.identity, insuOrg: xiamen, ecToken, ecQrCode: code.ecQrCode });
    });
    const province = `province:${division.slice(0, 2)}`;
    expect(heard).toEqual([`${province} → national ec.exchange.decode 0`, `institution:${orgId} → ${province} ec.query 0`]);
  });

  it('lets them be settled and handled like any other, at home and away from home', async () => {
    const { xiamenHospital, guangzhouHospital } = cast;
    await expect(xiamenHospital.settles(await xiamenHospital.scans(await citizen.showsNationalCode()))).resolves.toMatchObject({ insuOrg: xiamen });
    const scan = await guangzhouHospital.scans(await citizen.showsNationalCode(), { businessType: '01101' });
    await expect(guangzhouHospital.hasHandled(scan, { businessType: '01101' })).resolves.toMatchObject({ insuOrg: xiamen });
  });

  it('lets each be used once, also when two provinces scan it at once', async () => {
    const { xiamenHospital, guangzhouHospital } = cast;
    const code = await citizen.showsNationalCode();
    const ends = await Promise.allSettled([xiamenHospital.scans(code), guangzhouHospital.scans(code), xiamenHospital.scans(code)]);
    expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(1);
    await expectRefusal(xiamenHospital.scans(code), 'qrCodeInvalid', { because: 'has been used', origin: 'national' });
  });

  it('refreshes them by display id, voids the old value, and lets them expire', async () => {
    const { stage, xiamenHospital } = cast;
    const first = await citizen.showsNationalCode();
    const second = await citizen.showsNationalCode({ refreshing: first });
    expect(second.showId).toBe(first.showId);
    await expectRefusal(xiamenHospital.scans(first), 'qrCodeInvalid', { because: 'replaced', origin: 'national' });
    stage.clock.passes({ seconds: 61 });
    await expectRefusal(xiamenHospital.scans(second), 'qrCodeInvalid', { because: 'expired', origin: 'national' });
    stage.clock.passes({ minutes: 30 });
    await expectRefusedWithoutTrace(stage, () => citizen.showsNationalCode({ refreshing: second }), 'displayIdInvalid');
  });

  it('asks for the pooling area where there are several, and remembers the choice', async () => {
    const { stage, app, activated } = cast;
    const both = await activated({ insuredIn: [xiamen, guangzhou], businessPlace: xiamen });
    const authorizationCode = both.authorizationCodeIn(app);
    const places = [xiamen, guangzhou].map((poolingArea) => ({ poolingArea, insuranceType: '310' }));
    expect(await app.asksNationalForCode({ authorizationCode })).toMatchObject({ insuredPlaces: places });
    expect(await both.showsNationalCode({ choosing: guangzhou })).toHaveProperty('poolingArea', guangzhou);
    expect(await both.showsNationalCode()).toHaveProperty('poolingArea', guangzhou);
    await expectRefusedWithoutTrace(stage, () => both.showsNationalCode({ choosing: fuzhou }), 'badRequest', { naming: 'data.poolingArea' });
  });

  it('is for the official channel: another party\'s shows the codes of the business place\'s province (6.2.1)', async () => {
    const { stage, partner, activated } = cast;
    const customer = await activated({ insuredIn: [xiamen], through: partner });
    await expectRefusedWithoutTrace(stage, () => customer.showsNationalCode({ through: partner }), 'forbidden', { naming: 'transType' });
    const invented = () => cast.app.asksNationalForCode({ authorizationCode: 'Z'.repeat(32) });
    await expectRefusedWithoutTrace(stage, invented, 'authorizationCodeInvalid');
  });

  it('voids them when the insured place they were shown for is not the person\'s any more', async () => {
    const { stage, activated, xiamenHospital } = cast;
    const mover = await activated({ insuredIn: [xiamen] });
    const code = await mover.showsNationalCode();
    await stage.fujian.tellsPlaces(mover, [{ poolingArea: fuzhou, insuranceType: '310' }]);
    await stage.converged();
    await expectRefusal(xiamenHospital.scans(code), 'cacheExpired', { because: '350100 (310)', origin: 'national' });
  });

  it('issues no province\'s codes, and no province issues with its prefix', async () => {
    const { stage, xiamenHospital } = cast;
    const { ecQrCode } = await citizen.showsNationalCode();
    const asIfFujians = `${ecQrCode.slice(0, 22)}35${ecQrCode.slice(24)}`;
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scans(asIfFujians), 'qrCodeInvalid', { because: 'no such code' });
    const { ecQrCode: fujians } = await citizen.shows({ in: stage.fujian });
    const asIfNational = `${fujians.slice(0, 22)}00${fujians.slice(24)}`;
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scans(asIfNational), 'qrCodeInvalid', { because: 'no such code', origin: 'national' });
  });
});

it('leaves whole journals on every tier', () => expectJournalsWhole(cast.stage.tiers));
