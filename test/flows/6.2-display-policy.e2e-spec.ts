import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen, ShownCode } from './stage/citizen.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';

/** 挂号, 结算, 药店购药, table C.1. */
const [REGISTRATION, SETTLEMENT, MEDICINE] = ['01101', '01301', '02121'];

let cast: Cast;
let citizen: Citizen;
beforeAll(async () => {
  cast = await openStageWithCast({
    onFiles: true,
    provinceOverrides: {
      passwordPolicy: { default: 'none', byBusinessType: { [SETTLEMENT]: 'display', [MEDICINE]: 'settlement' } },
      lifetimes: { code: 20, display: 120, token: 60 },
    },
  });
  citizen = await cast.activated({ insuredIn: [xiamen] });
});
afterAll(() => cast.stage.close());

const shows = (wish: Partial<Parameters<Citizen['shows']>[0]> = {}) => citizen.shows({ in: cast.stage.fujian, ...wish });
const proven = (wish: Partial<Parameters<Citizen['shows']>[0]> = {}) => shows({ forBusiness: SETTLEMENT, password: citizen.password, ...wish });
const askedFor = { naming: 'data.password', because: 'asks for it at display' };

describe('4.2 密码应用场景由业务对应的省级医保主管部门确定: at display (INT-18, INT-73)', () => {
  it('asks for the password where the province wants it for this business, and shows nothing without', async () => {
    await expectRefusedWithoutTrace(cast.stage, () => shows({ forBusiness: SETTLEMENT }), 'badRequest', askedFor);
  });

  it('has national verify it, and shows a code that serves this business', async () => {
    const { stage, app, xiamenHospital } = cast;
    let code: ShownCode | undefined;
    const heard = await stage.heard(async () => { code = await proven(); });
    expect(heard).toEqual(['province:35 → national ec.password.verify 0', `channel:${app.channelNumber} → province:35 ec.qrcode.issue 0`]);
    await expect(xiamenHospital.scans(code ?? '')).resolves.toMatchObject(citizen.identity);
  });

  it('refuses a wrong one as national does, and issues nothing', async () => {
    const { stage } = cast;
    const codes = await stage.fujian.tier.count('qr_code');
    await expectRefusal(proven({ password: '135792' }), 'passwordWrong', { origin: 'national', naming: 'data.password', because: /is not accepted; .*4/ });
    expect(await stage.fujian.tier.count('qr_code')).toBe(codes);
    await proven();
  });

  it('asks for none for other business, at settlement only, or where nobody says what it is for', async () => {
    for (const forBusiness of [REGISTRATION, MEDICINE, undefined]) await expect(shows({ forBusiness })).resolves.toHaveProperty('ecQrCode');
  });

  it('lets a code that was shown without it serve no business that asks for it, and does not use it up', async () => {
    const { stage, xiamenHospital } = cast;
    const code = await shows();
    await stage.converged();
    const before = await snapshot(stage.tiers);
    await expectRefusal(xiamenHospital.scans(code), 'qrCodeInvalid', { naming: 'data.businessType', because: 'password' });
    await expectChanges(stage, before, {});
    await expect(xiamenHospital.scans(code, { businessType: REGISTRATION })).resolves.toHaveProperty('ecToken');
  });

  it('asks once for a display: its refreshes go on with the proof until it ends', async () => {
    const { stage, xiamenHospital } = cast;
    let code = await proven();
    const heard = await stage.heard(async () => { code = await shows({ refreshing: code, forBusiness: SETTLEMENT }); });
    expect(heard.filter((line) => line.includes('password'))).toEqual([]);
    stage.clock.passes({ seconds: 121 });
    await expectRefusal(shows({ refreshing: code, forBusiness: SETTLEMENT }), 'displayIdInvalid');
    await expectRefusal(shows({ forBusiness: SETTLEMENT }), 'badRequest', askedFor);
    await expect(xiamenHospital.scans(await proven())).resolves.toHaveProperty('ecToken');
  });

  it('may be given in a display that was opened without', async () => {
    const { xiamenHospital } = cast;
    const opened = await shows();
    const code = await proven({ refreshing: opened });
    await expect(xiamenHospital.scans(await shows({ refreshing: code, forBusiness: SETTLEMENT }))).resolves.toHaveProperty('ecToken');
  });

  it('travels encrypted only', async () => {
    const { stage } = cast;
    const inTheClear = () => citizen.shows({ in: stage.fujian, password: citizen.password }, { travel: { signType: 'SM2', encType: 'plain' } });
    await expectRefusedWithoutTrace(stage, inTheClear, 'badRequest', { naming: 'data.password', because: 'encrypted' });
  });

  it('counts across provinces: the issuer tells whether it was proven, the business place asks by its own policy', async () => {
    const { stage, xiamenHospital } = cast;
    const bare = await citizen.shows({ in: stage.guangdong });
    await expectRefusal(xiamenHospital.scans(bare), 'qrCodeInvalid', { naming: 'data.businessType' });
    const code = await citizen.shows({ in: stage.guangdong, forBusiness: SETTLEMENT, password: citizen.password });
    await expect(xiamenHospital.scans(code)).resolves.toHaveProperty('ecToken');
  });

  it('counts for codes of the national tier (INT-12)', async () => {
    const { xiamenHospital } = cast;
    await expectRefusal(xiamenHospital.scans(await citizen.showsNationalCode()), 'qrCodeInvalid', { naming: 'data.businessType' });
    await expectRefusal(citizen.showsNationalCode({ password: '135792' }), 'passwordWrong', { naming: 'data.password' });
    const opened = await citizen.showsNationalCode({ password: citizen.password });
    await expect(xiamenHospital.scans(await citizen.showsNationalCode({ refreshing: opened }))).resolves.toHaveProperty('ecToken');
  });

  it('needs national only where it is asked for: without national the others go on', async () => {
    const { stage } = cast;
    await stage.national.stops();
    await expectRefusal(proven(), 'nationalRequestFailed');
    await expect(shows()).resolves.toHaveProperty('ecQrCode');
    await stage.national.starts();
    await expect(proven()).resolves.toHaveProperty('ecQrCode');
  });
});

describe('4.11 自动刷新/手动刷新', () => {
  it('lets a province decide how long codes, displays and tokens live', async () => {
    const { stage, xiamenHospital } = cast;
    const first = await shows();
    expect(Math.abs(first.expiresAt - stage.clock.now() - 20_000)).toBeLessThan(1_000);
    stage.clock.passes({ seconds: 21 });
    await expectRefusal(xiamenHospital.scans(first, { businessType: REGISTRATION }), 'qrCodeInvalid', { because: 'expired' });
    const { ecToken } = await xiamenHospital.scans(await shows({ refreshing: first }), { businessType: REGISTRATION });
    stage.clock.passes({ seconds: 61 });
    await expectRefusal(xiamenHospital.checks(ecToken, citizen), 'tokenInvalid', { because: 'expired' });
    stage.clock.passes({ seconds: 40 });
    await expectRefusal(shows({ refreshing: first }), 'displayIdInvalid');
  });

  it('never leaves two live codes in one display, whatever is shown, refreshed and scanned', async () => {
    const { stage, xiamenHospital } = cast;
    const step = fc.oneof(fc.constant('show' as const), fc.nat({ max: 5 }).map((nth) => ({ refresh: nth })), fc.nat({ max: 5 }).map((nth) => ({ scan: nth })));
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const latest: ShownCode[] = [];
      for (const each of steps) {
        const nth = each === 'show' ? latest.length : ('refresh' in each ? each.refresh : each.scan) % Math.max(1, latest.length);
        const display = latest[nth];
        if (each === 'show' || display === undefined) latest.push(await shows());
        else if ('refresh' in each) latest[nth] = await shows({ refreshing: display });
        else await xiamenHospital.scans(display, { businessType: REGISTRATION }).catch(() => undefined);
      }
      const live = 'SELECT display_index FROM qr_code WHERE consumed_at IS NULL AND voided_at IS NULL GROUP BY display_index HAVING count(*) > 1';
      expect(await stage.fujian.tier.rows(live)).toEqual([]);
    }), { numRuns: 15 });
  });
});

describe('6.2.2.1 a channel that is suspended', () => {
  it('shows nothing any more, at any province, until it is let in again', async () => {
    const { stage, partner, activated } = cast;
    const customer = await activated({ insuredIn: [xiamen], through: partner });
    const { operator } = await stage.centre.staff;
    await operator.asks('POST', `channels/${partner.channelNumber}/suspension`, { reason: '核查' });
    await stage.converged();
    for (const province of [stage.fujian, stage.guangdong]) {
      await expectRefusedWithoutTrace(stage, () => customer.shows({ in: province, through: partner }), 'channelNotApproved');
    }
    await operator.asks('POST', `channels/${partner.channelNumber}/resumption`, { reason: '核查完毕' });
    await stage.converged();
    await expect(customer.shows({ in: stage.fujian, through: partner })).resolves.toHaveProperty('ecQrCode');
  });
});

it('leaves whole journals on every tier', () => expectJournalsWhole(cast.stage.tiers));
