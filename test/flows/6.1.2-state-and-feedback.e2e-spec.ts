import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { expectJournalsWhole, expectRefusedWithoutTrace } from './stage/expectations.js';
import { guangzhou, hangzhou, xiamen } from './stage/places.js';

let cast: Cast;
beforeAll(async () => { cast = await openStageWithCast({ provinces: ['35', '44', '33'] }); });
afterAll(() => cast.stage.close());

const told = (heard: readonly string[]): string[] => heard.filter((line) => line.startsWith('national →')).toSorted();

describe('6.1.2.3 b 状态判断', () => {
  it('1) 未激活: activate comes next, in every channel', async () => {
    const { stage, app, partner } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    for (const channel of [app, partner]) {
      expect(await channel.asksForState(citizen.identity)).toMatchObject({ credentialState: 'registered', authorized: false, next: 'activate' });
    }
  });

  it('1) 激活后即自动完成授权: the third-party channel in which the person activated may use it at once', async () => {
    const { stage, partner } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    await citizen.activatesThrough(partner);
    const state = await partner.asksForState(citizen.identity);
    expect(state).toEqual({ credentialState: 'activated', authorized: true, next: 'use', authorizationState: 'granted' });
  });

  it('2) 官方渠道无需授权: also where the person activated elsewhere', async () => {
    const { app, partner, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen], through: partner });
    const state = await app.asksForState(citizen.identity);
    expect(state).toMatchObject({ credentialState: 'activated', authorized: true, next: 'use' });
    expect(state.authorizationState).toBeUndefined();
  });

  it('3) 第三方渠道首次使用: authorize comes next, then use', async () => {
    const { partner, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    expect(await partner.asksForState(citizen.identity)).toMatchObject({ credentialState: 'activated', authorized: false, next: 'authorize' });
    await citizen.authorizes(partner);
    expect(await partner.asksForState(citizen.identity)).toMatchObject({ authorized: true, next: 'use', authorizationState: 'granted' });
  });

  it('says that a suspended or revoked authorization has to be given anew (INT-40)', async () => {
    const { app, partner, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    await citizen.authorizes(partner);
    const authorizationCode = citizen.authorizationCodeIn(app);
    for (const [change, state] of [['suspend', 'suspended'], ['revoke', 'revoked']] as const) {
      await app.changesAuthorization({ authorizationCode, channelNumber: partner.channelNumber, change });
      const answer = await partner.asksForState(citizen.identity);
      expect(answer).toEqual({ credentialState: 'activated', authorized: false, next: 'authorize', authorizationState: state });
    }
  });

  it('checks the real-name information against the base data, and leaves no trace', async () => {
    const { stage, app } = cast;
    const citizen = await stage.citizen({ name: '甄测试', insuredIn: [xiamen] });
    const wrongDigit = citizen.idNo.slice(0, 17) + (citizen.idNo.endsWith('1') ? '2' : '1');
    await expectRefusedWithoutTrace(stage, () => app.asksForState({ ...citizen.identity, userName: '贾示例' }), 'realNameFailed');
    await expectRefusedWithoutTrace(stage, () => app.asksForState(stage.stranger('无名氏').identity), 'personNotFound');
    await expectRefusedWithoutTrace(stage, () => app.asksForState({ ...citizen.identity, idNo: wrongDigit }), 'badRequest', { naming: 'data.idNo' });
    await expectRefusedWithoutTrace(stage, () => app.asksForState({ ...citizen.identity, idType: '10' }), 'badRequest', { naming: 'data.idType' });
  });

  it.each([
    ['02', '军字第1234567号', '军'], ['03', '武字第7654321号', '武'], ['04', 'H1234567890', '1234567'], ['05', 'M1234567', 'MM'], ['06', '12345678', '123'],
    ['07', '935350199001011232', '935350199001011230'], ['08', 'E12345678', 'E-1'], ['11', '京1234', '京'], ['12', '专1234', '专'], ['13', '记1234', '记'],
    ['14', '台1234', '台'], ['15', '定1234', '定'], ['16', 'A123456789', '123456789'], ['17', '810000199001010158', '810000199001010150'], ['99', '其他-1', '有\u0007号'],
  ])('knows people by the document type %s, and takes no number that the type does not allow', async (idType, idNo, misfit) => {
    const { stage, app } = cast;
    const person = { idType, idNo, userName: '甄测试' };
    await stage.fujian.reports(person, { poolingArea: xiamen, insuranceType: '310' });
    expect(await app.asksForState(person)).toHaveProperty('next', 'activate');
    await expectRefusedWithoutTrace(stage, () => app.asksForState({ ...person, idNo: misfit }), 'badRequest', { naming: 'data.idNo' });
  });

  it('is answered encrypted only', async () => {
    const { stage, app } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    const act = () => app.asksForState(citizen.identity, { travel: { signType: 'SM2', encType: 'plain' } });
    await expectRefusedWithoutTrace(stage, act, 'badRequest', { naming: 'data' });
  });
});

describe('6.1.2.3 c 反馈给当前渠道和用户参保地所属的省级医疗保障信息平台', () => {
  it('feeds an activation back to each of three provinces where the person is insured, once', async () => {
    const { stage, app } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen, guangzhou, hangzhou] });
    const heard = await stage.heard(async () => {
      await citizen.activatesThrough(app);
      await stage.converged();
    });
    expect(told(heard)).toEqual(['33', '35', '44'].flatMap((province) => [
      `national → province:${province} ec.sync.activation 0`, `national → province:${province} ec.sync.authorization 0`,
    ]));
    for (const province of Object.values(stage.provinces)) {
      await expect(citizen.shows({ in: province, choosing: xiamen })).resolves.toHaveProperty('poolingArea', xiamen);
    }
  });

  it('feeds an insured place that is added later back to all of them, old and new', async () => {
    const { stage, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const heard = await stage.heard(async () => {
      await stage.guangdong.reports(citizen.identity, { poolingArea: guangzhou, insuranceType: '390' });
      await stage.converged();
    });
    expect(told(heard).map((line) => line.split(' ')[2])).toEqual(['province:35', 'province:44']);
    const places = [{ poolingArea: xiamen, insuranceType: '310' }, { poolingArea: guangzhou, insuranceType: '390' }];
    for (const province of [stage.fujian, stage.guangdong]) {
      const { insuredPlaces } = await citizen.asksToShow({ in: province });
      expect(insuredPlaces?.toSorted((a, b) => a.poolingArea.localeCompare(b.poolingArea))).toEqual(places);
    }
  });

  it('says nothing to anybody when a province reports what stands there already', async () => {
    const { stage, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const heard = await stage.heard(async () => {
      await stage.fujian.reports(citizen.identity, { poolingArea: xiamen, insuranceType: '310' });
      await stage.converged();
    });
    expect(heard).toEqual(['province:35 → national ec.person.report 0']);
  });

  it('measures how long each took to take effect (INT-47)', async () => {
    const { stage, activated } = cast;
    const since = stage.clock.now();
    await activated({ insuredIn: [xiamen, guangzhou] });
    const { SyncLagStore } = await import('../../src/registry/province/sync-lag.store.js');
    const lags = await stage.national.app.get(SyncLagStore).lagsSince(since);
    expect(lags.map(({ transType, destination }) => `${transType} ${destination}`).toSorted()).toEqual(['35', '44'].flatMap((province) => [
      `ec.sync.activation province:${province}`,
    ]).concat(['35', '44'].map((province) => `ec.sync.authorization province:${province}`)));
    for (const { count, median, p95, worst } of lags) {
      expect(count).toBe(1);
      expect(median).toBeGreaterThanOrEqual(0);
      expect(worst).toBe(p95);
      expect(worst).toBeLessThan(5_000);
    }
  });
});

it('leaves whole journals on every tier', async () => {
  await expectJournalsWhole(cast.stage.tiers);
});
