import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SyncLagStore } from '../../src/registry/province/sync-lag.store.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { guangzhou, xiamen } from './stage/places.js';

let cast: Cast;
beforeAll(async () => { cast = await openStageWithCast({ provinces: ['35', '44', '33'] }); });
afterAll(() => cast.stage.close());

const CHANGES = { suspend: 'suspended', restore: 'granted', revoke: 'revoked' } as const;

/** Insured in 福建 and 广东, activated in the bureau's app, the partner authorized; 浙江 has fetched the authorization for a display. */
async function authorizedEverywhere(): Promise<Citizen> {
  const { stage, partner, activated } = cast;
  const citizen = await activated({ insuredIn: [xiamen, guangzhou] });
  await citizen.authorizes(partner);
  await stage.converged();
  await citizen.shows({ in: stage.provinces['33'], through: partner, choosing: xiamen });
  return citizen;
}

/** The person, in the official channel. */
async function changes(citizen: Citizen, change: keyof typeof CHANGES): Promise<string> {
  const { stage, app, partner } = cast;
  const { state } = await app.changesAuthorization({ authorizationCode: citizen.authorizationCodeIn(app), channelNumber: partner.channelNumber, change });
  await stage.converged();
  return state;
}

const everyProvince = () => Object.values(cast.stage.provinces);

describe('4.5 电子凭证激活后即可在官方渠道中使用，无需授权', () => {
  it('lets a person who activated elsewhere enter the official channel, which authorizes nothing and is given the same code each time (INT-41)', async () => {
    const { stage, app, partner, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen], through: partner });
    const code = await citizen.authorizes(app);
    await stage.converged();
    expect(await citizen.authorizes(app)).toBe(code);
    await expect(citizen.shows({ in: stage.fujian, through: app })).resolves.toHaveProperty('poolingArea', xiamen);
    expect((await app.listsAuthorizations(code)).authorizations.map(({ channelNumber }) => channelNumber)).toEqual([partner.channelNumber]);
  });

  it('holds for the platform of a local bureau too', async () => {
    const { stage, activated } = cast;
    const local = await stage.centre.registersChannel('福建示例医保平台', 'official');
    await stage.converged();
    const citizen = await activated({ insuredIn: [xiamen] });
    expect(await local.asksForState(citizen.identity)).toMatchObject({ authorized: true, next: 'use' });
    await citizen.authorizes(local);
    await stage.converged();
    await expect(citizen.shows({ in: stage.fujian, through: local })).resolves.toHaveProperty('poolingArea', xiamen);
  });
});

describe('4.7 参保人可在国家医疗保障局官方渠道中对本人在第三方渠道的授权状态进行管理', () => {
  it('shows the channels of other parties by name and state, never their codes', async () => {
    const { stage, app, partner } = cast;
    const other = await stage.centre.registersChannel('示例银行', 'third-party');
    const citizen = await authorizedEverywhere();
    await citizen.authorizes(other);
    await changes(citizen, 'suspend');
    const { authorizations } = await app.listsAuthorizations(citizen.authorizationCodeIn(app));
    expect(authorizations).toHaveLength(2);
    expect(authorizations).toContainEqual({ channelNumber: partner.channelNumber, channelName: '示例支付', state: 'suspended', changedAt: expect.any(Number) });
    expect(authorizations).toContainEqual({ channelNumber: other.channelNumber, channelName: '示例银行', state: 'granted', changedAt: expect.any(Number) });
    expect(JSON.stringify(authorizations)).not.toContain(citizen.authorizationCodeIn(other));
  });

  it('takes a suspension away from the channel in every province at once, and a restoration gives it back under the same code', async () => {
    const { partner } = cast;
    const citizen = await authorizedEverywhere();
    for (let round = 0; round < 2; round += 1) {
      expect(await changes(citizen, 'suspend')).toBe('suspended');
      for (const province of everyProvince()) {
        await expectRefusedWithoutTrace(cast.stage, () => citizen.shows({ in: province, through: partner }), 'channelNotAuthorizedByPerson');
      }
      expect(await changes(citizen, 'restore')).toBe('granted');
      for (const province of everyProvince()) await citizen.shows({ in: province, through: partner, choosing: guangzhou });
    }
  });

  it('makes the code that the channel shows already void, and leaves those of other channels alone', async () => {
    const { stage, app, partner, xiamenHospital } = cast;
    const citizen = await authorizedEverywhere();
    const shown = await citizen.shows({ in: stage.fujian, through: partner, choosing: xiamen });
    const own = await citizen.shows({ in: stage.fujian, through: app, choosing: xiamen });
    await changes(citizen, 'suspend');
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scans(shown), 'qrCodeInvalid', { because: 'void' });
    await expect(xiamenHospital.scans(own)).resolves.toMatchObject(citizen.identity);
    await changes(citizen, 'restore');
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scans(shown), 'qrCodeInvalid');
  });

  it('lets a business go on that was begun before', async () => {
    const { stage, partner, xiamenHospital } = cast;
    const citizen = await authorizedEverywhere();
    const scan = await xiamenHospital.scans(await citizen.shows({ in: stage.fujian, through: partner, choosing: xiamen }));
    await changes(citizen, 'revoke');
    await expect(xiamenHospital.settles(scan)).resolves.toHaveProperty('insuOrg', xiamen);
  });

  it('ends an authorization for good: a new one has a new code, and the old code never works again', async () => {
    const { stage, partner } = cast;
    const citizen = await authorizedEverywhere();
    const old = citizen.authorizationCodeIn(partner);
    expect(await changes(citizen, 'revoke')).toBe('revoked');
    await expectRefusal(changes(citizen, 'restore'), 'authorizationUpdateFailed', { naming: 'data.change' });
    expect(await citizen.authorizes(partner)).not.toBe(old);
    await stage.converged();
    for (const province of everyProvince()) {
      await citizen.shows({ in: province, through: partner, choosing: xiamen });
      const act = () => partner.asksForCode(province, { authorizationCode: old });
      await expectRefusedWithoutTrace(stage, act, 'channelNotAuthorizedByPerson');
    }
    await expectRefusal(stage.provinces['33'].fetches(old, partner), 'channelNotAuthorizedByPerson');
  });

  it('ends a suspended authorization when the person gives a new one (INT-40)', async () => {
    const { stage, partner } = cast;
    const citizen = await authorizedEverywhere();
    const old = citizen.authorizationCodeIn(partner);
    await changes(citizen, 'suspend');
    await citizen.authorizes(partner);
    await stage.converged();
    await citizen.shows({ in: stage.fujian, through: partner, choosing: xiamen });
    await expectRefusal(partner.asksForCode(stage.fujian, { authorizationCode: old }), 'channelNotAuthorizedByPerson');
  });

  it('reaches a province that fetches only later, and one that fetched while it was suspended', async () => {
    const { stage, partner, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    await citizen.authorizes(partner);
    await changes(citizen, 'suspend');
    const zhejiang = stage.provinces['33'];
    await expectRefusal(citizen.shows({ in: zhejiang, through: partner }), 'channelNotAuthorizedByPerson');
    await changes(citizen, 'restore');
    await expect(citizen.shows({ in: zhejiang, through: partner })).resolves.toHaveProperty('poolingArea', xiamen);
    await changes(citizen, 'revoke');
    await expectRefusal(citizen.shows({ in: zhejiang, through: partner }), 'channelNotAuthorizedByPerson');
  });

  it('takes effect in a province that was away as soon as it is back, and not before it knows', async () => {
    const away = await openStageWithCast({ onFiles: true });
    try {
      const { stage, app, partner, activated } = away;
      const citizen = await activated({ insuredIn: [xiamen] });
      await citizen.authorizes(partner);
      await stage.converged();
      await stage.fujian.tier.stops();
      const authorizationCode = citizen.authorizationCodeIn(app);
      for (const change of ['suspend', 'restore', 'revoke'] as const) await app.changesAuthorization({ authorizationCode, channelNumber: partner.channelNumber, change });
      await stage.fujian.tier.starts();
      await stage.converged();
      await expectRefusal(citizen.shows({ in: stage.fujian, through: partner }), 'channelNotAuthorizedByPerson', { because: 'revoked' });
      const arrived = await stage.fujian.tier.rows("SELECT detail FROM journal_entry WHERE act = 'ec.sync.authorization' ORDER BY sequence DESC LIMIT 3");
      expect(JSON.stringify(arrived)).toMatch(/revoked.*granted.*suspended/s);
    } finally {
      await away.stage.close();
    }
  });

  it('measures how long each change took to take effect in each province', async () => {
    const { stage } = cast;
    const citizen = await authorizedEverywhere();
    const since = stage.clock.now();
    await changes(citizen, 'suspend');
    await changes(citizen, 'revoke');
    const lags = (await stage.national.app.get(SyncLagStore).lagsSince(since)).filter(({ transType }) => transType === 'ec.sync.authorization');
    expect(lags.map(({ destination, count }) => `${destination} ${count}`).toSorted()).toEqual(['province:33 2', 'province:35 2', 'province:44 2']);
    for (const { worst } of lags) expect(worst).toBeLessThan(5_000);
  });
});

describe('who may manage, and what', () => {
  it('is the official channel, with the code that it holds for the person', async () => {
    const { stage, app, partner } = cast;
    const citizen = await authorizedEverywhere();
    const [own, foreign] = [citizen.authorizationCodeIn(app), citizen.authorizationCodeIn(partner)];
    const suspend = { channelNumber: partner.channelNumber, change: 'suspend' };
    await expectRefusedWithoutTrace(stage, () => partner.listsAuthorizations(foreign), 'forbidden', { because: 'official channel' });
    await expectRefusedWithoutTrace(stage, () => partner.changesAuthorization({ ...suspend, authorizationCode: foreign }), 'forbidden');
    for (const authorizationCode of [foreign, 'A'.repeat(32)]) {
      await expectRefusedWithoutTrace(stage, () => app.listsAuthorizations(authorizationCode), 'authorizationCodeInvalid');
      await expectRefusedWithoutTrace(stage, () => app.changesAuthorization({ ...suspend, authorizationCode }), 'authorizationCodeInvalid');
    }
    const badChange = () => app.changesAuthorization({ ...suspend, change: 'delete', authorizationCode: own });
    await expectRefusedWithoutTrace(stage, badChange, 'badRequest', { naming: 'data.change' });
  });

  it('is told 500040 where the person never authorized the channel, and 500011 where the state does not allow the change', async () => {
    const { stage, app, partner, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const authorizationCode = citizen.authorizationCodeIn(app);
    const asks = (change: string, channelNumber = partner.channelNumber) => () => app.changesAuthorization({ authorizationCode, channelNumber, change });
    await expectRefusedWithoutTrace(stage, asks('suspend'), 'personAuthorizationNotFound');
    await expectRefusedWithoutTrace(stage, asks('revoke', 'Z'.repeat(32)), 'personAuthorizationNotFound');
    await expectRefusedWithoutTrace(stage, asks('suspend', app.channelNumber), 'badRequest', { naming: 'data.channelNumber' });
    await citizen.authorizes(partner);
    await expectRefusedWithoutTrace(stage, asks('restore'), 'authorizationUpdateFailed', { because: 'cannot restore an authorization that is granted' });
    await asks('suspend')();
    await expectRefusedWithoutTrace(stage, asks('suspend'), 'authorizationUpdateFailed');
  });

  it('changes nobody else\'s', async () => {
    const { stage, partner } = cast;
    const [one, other] = [await authorizedEverywhere(), await authorizedEverywhere()];
    await changes(one, 'revoke');
    await expect(other.shows({ in: stage.fujian, through: partner, choosing: xiamen })).resolves.toHaveProperty('poolingArea', xiamen);
    await expect(one.shows({ in: stage.fujian, choosing: xiamen })).resolves.toHaveProperty('poolingArea', xiamen);
  });
});

it('leaves whole journals on every tier', async () => {
  await expectJournalsWhole(cast.stage.tiers);
});
