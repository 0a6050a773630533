import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { guangzhou, hangzhou, xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';

let cast: Cast;
beforeAll(async () => { cast = await openStageWithCast({ provinces: ['35', '44', '33'] }); });
afterAll(() => cast.stage.close());

describe('6.1.4.2 已激活电子凭证，未对当前应用渠道授权的用户', () => {
  it('refuses a person who has not activated, and leaves no trace', async () => {
    const { stage, partner } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    await expectRefusedWithoutTrace(stage, () => citizen.authorizes(partner), 'credentialNotFound', { because: 'activate first' });
  });

  it('refuses a channel that is authorized already, once the person has confirmed', async () => {
    const { stage, partner, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    await citizen.authorizes(partner);
    await stage.converged();
    const before = await snapshot(stage.tiers);
    await expectRefusal(citizen.authorizes(partner), 'authorizationExists');
    await expectChanges(stage, before, { 'national idempotency_record': 1, 'national journal_entry': 1 });
  });

  it('counts the activation as authorization of the channel it came by (6.1.2.3 b 1)', async () => {
    const { partner, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen], through: partner });
    await expectRefusal(citizen.authorizes(partner), 'authorizationExists');
  });
});

describe('6.1.4.3 a, 4.6 用户授权当前渠道, 该渠道提供实名信息', () => {
  it('wants exactly one confirmation', async () => {
    const { stage, partner, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    for (const proof of [{}, { password: citizen.password, smsCode: '123456' }]) {
      await expectRefusedWithoutTrace(stage, () => citizen.authorizes(partner, proof), 'badRequest', { naming: 'data.password' });
    }
  });

  it('refuses real-name information that is not the one of the credential', async () => {
    const { stage, partner, activated } = cast;
    const citizen = await activated({ name: '甄测试', insuredIn: [xiamen] });
    const other = await activated({ insuredIn: [xiamen] });
    const handOver = (identity: { idType: string; idNo: string; userName: string }) => () => partner.isAuthorizedBy({ ...identity, password: citizen.password });
    await expectRefusedWithoutTrace(stage, handOver({ ...citizen.identity, userName: '贾示例' }), 'realNameFailed');
    await expectRefusedWithoutTrace(stage, handOver({ ...citizen.identity, idType: '02' }), 'personNotFound');
    await expectRefusedWithoutTrace(stage, handOver(stage.stranger('无名氏').identity), 'personNotFound');
    await expect(handOver(other.identity)()).resolves.toHaveProperty('state', 'granted'); // the same password by chance: it is this person's
  });

  it('refuses a wrong password, and takes the right one afterwards', async () => {
    const { partner, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    await expectRefusal(citizen.authorizes(partner, { password: '918273' }), 'passwordWrong', { naming: 'data.password', because: '4 tries left' });
    await expect(citizen.authorizes(partner)).resolves.toMatch(/^[0-9A-Z]{32}$/);
  });
});

describe('6.1.4.3 b–c 生成个人渠道授权码并返回当前渠道且同步给用户参保地所属的省级电子凭证业务中台', () => {
  it('returns the code, and every one of three insured provinces keeps it', async () => {
    const { stage, partner, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen, guangzhou, hangzhou] });
    const before = await snapshot(stage.tiers);
    const code = await citizen.authorizes(partner);
    await expectChanges(stage, before, {
      'national channel_authorization': 1, 'national outbox_entry': 3, 'national sync_lag': 3, 'national idempotency_record': 1, 'national journal_entry': 1,
      ...Object.fromEntries(['35', '44', '33'].flatMap((province) => [
        [`province:${province} channel_authorization`, 1], [`province:${province} idempotency_record`, 1], [`province:${province} journal_entry`, 1],
      ])),
    });
    const heard = await stage.heard(async () => {
      for (const province of Object.values(stage.provinces)) await citizen.shows({ in: province, through: partner, choosing: xiamen });
    });
    expect(heard.filter((line) => line.includes('→ national'))).toEqual([]);
    expect(JSON.stringify(await stage.fujian.tier.rows('SELECT * FROM channel_authorization'))).not.toContain(code);
  });

  it('tells nothing to a province where the person is not insured', async () => {
    const { stage, partner, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const heard = await stage.heard(async () => {
      await citizen.authorizes(partner);
      await stage.converged();
    });
    expect(heard.filter((line) => line.startsWith('national →'))).toEqual(['national → province:35 ec.sync.authorization 0']);
  });

  it('reaches a province that was down, once, when it is back', async () => {
    const away = await openStageWithCast({ onFiles: true });
    try {
      const { stage, partner, activated } = away;
      const citizen = await activated({ insuredIn: [xiamen] });
      await stage.fujian.tier.stops();
      await citizen.authorizes(partner);
      await stage.fujian.tier.starts();
      await stage.converged();
      await expect(citizen.shows({ in: stage.fujian, through: partner })).resolves.toHaveProperty('poolingArea', xiamen);
    } finally {
      await away.stage.close();
    }
  });

  it('gives a repeated request the same code (INT-22)', async () => {
    const { stage, partner, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const ask = () => partner.isAuthorizedBy({ ...citizen.identity, password: citizen.password }, { requestId: `grant-${citizen.idNo}` });
    const granted = await ask();
    await stage.converged();
    const before = await snapshot(stage.tiers);
    expect(await ask()).toEqual(granted);
    await expectChanges(stage, before, {});
  });
});

describe('授权记录: who looks for it (INT-46)', () => {
  it('tells the channel how the authorization stands, and 500006 where there is none', async () => {
    const { stage, partner, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    await expectRefusedWithoutTrace(stage, () => partner.asksForAuthorization(citizen.identity), 'authorizationNotFound');
    await citizen.authorizes(partner);
    expect(await partner.asksForAuthorization(citizen.identity)).toEqual({ state: 'granted', changedAt: expect.any(Number) });
  });

  it('refuses another channel\'s code and one that nobody was given', async () => {
    const { stage, app, partner, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const foreign = citizen.authorizationCodeIn(app);
    await expectRefusedWithoutTrace(stage, () => partner.asksForCode(stage.fujian, { authorizationCode: foreign }), 'authorizationCodeInvalid');
    await expectRefusal(partner.asksForCode(stage.fujian, { authorizationCode: 'A'.repeat(32) }), 'authorizationCodeInvalid', { origin: 'national' });
  });
});

it('leaves whole journals on every tier', async () => {
  await expectJournalsWhole(cast.stage.tiers);
});
