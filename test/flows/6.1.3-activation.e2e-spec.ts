import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyPassword } from '../../src/crypto/password-hash.js';
import { simulatedFace } from '../../src/sandbox/verifiers/simulated-face.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { guangzhou, shenzhen, xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';

let cast: Cast;
beforeAll(async () => { cast = await openStageWithCast(); });
afterAll(() => cast.stage.close());

const nobodysNumber = 'A'.repeat(32);

describe('6.1.3.2 国家医疗保障信息平台已有该用户基础信息', () => {
  it('refuses a person of whom national has no base information', async () => {
    const { stage, app } = cast;
    const stranger = stage.stranger('无名氏');
    const act = () => app.verifiesRealName({ ...stranger.identity, businessPlace: xiamen });
    await expectRefusedWithoutTrace(stage, act, 'personNotFound', { because: 'no base information' });
  });
});

describe('6.1.3.3 a 首先进行实名认证，实名认证通过后……进行实人认证，如实名/实人认证不通过则返回报错', () => {
  it('refuses a name that is not the one of the base information', async () => {
    const { stage, app } = cast;
    const citizen = await stage.citizen({ name: '甄测试', insuredIn: [xiamen] });
    const act = () => app.verifiesRealName({ ...citizen.identity, userName: '贾示例', businessPlace: xiamen });
    await expectRefusedWithoutTrace(stage, act, 'realNameFailed', { because: 'not the one in the base information' });
  });

  it('refuses a person whom the real-name authority does not confirm', async () => {
    const { stage, app } = cast;
    const impostor = await stage.citizen({ name: '冒名者', insuredIn: [xiamen] });
    const act = () => app.verifiesRealName({ ...impostor.identity, businessPlace: xiamen });
    await expectRefusedWithoutTrace(stage, act, 'realNameFailed', { because: 'the real-name check found no match' });
  });

  it('refuses an id number with a wrong check digit, naming the field', async () => {
    const { stage, app } = cast;
    const { identity } = await stage.citizen({ insuredIn: [xiamen] });
    const wrong = identity.idNo.slice(0, 17) + (identity.idNo.endsWith('1') ? '2' : '1');
    const act = () => app.verifiesRealName({ ...identity, idNo: wrong, businessPlace: xiamen });
    await expectRefusedWithoutTrace(stage, act, 'badRequest', { naming: 'data.idNo', because: 'check digit' });
  });

  it('knows the person by the former number of 15 digits and by a name spelt with another middle dot', async () => {
    const { stage, app } = cast;
    const citizen = await stage.citizen({ name: '阿·测试', insuredIn: [xiamen] });
    const former = citizen.idNo.slice(0, 6) + citizen.idNo.slice(8, 17);
    const opened = await app.verifiesRealName({ idType: '01', idNo: former, userName: '阿•测试', businessPlace: xiamen });
    expect(opened).toMatchObject({ credentialState: 'registered', handlingSerialNo: expect.stringMatching(/^[0-9A-Z]{32}$/) });
  });

  it('says that time ran out when the comparison of faces gives no answer, and goes on when it does', async () => {
    const { stage, app } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    const { handlingSerialNo } = await app.verifiesRealName({ ...citizen.identity, businessPlace: xiamen });
    const act = () => app.verifiesRealPerson({ handlingSerialNo, biometricSample: simulatedFace('never answers') });
    await expectRefusedWithoutTrace(stage, act, 'timeout', { because: 'real-person verifier' });
    await expect(app.verifiesRealPerson({ handlingSerialNo, biometricSample: citizen.face })).resolves.toHaveProperty('realPersonSerialNo');
  });

  it('does not come to the password without the real-person check', async () => {
    const { stage, app } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    const { handlingSerialNo } = await app.verifiesRealName({ ...citizen.identity, businessPlace: xiamen });
    const act = () => app.activates({ handlingSerialNo, realPersonSerialNo: nobodysNumber, password: citizen.password });
    await expectRefusedWithoutTrace(stage, act, 'realPersonSerialNoInvalid');
  });

  it('takes the real-person check of this handling only', async () => {
    const { stage, app } = cast;
    const [one, other] = [await stage.citizen({ insuredIn: [xiamen] }), await stage.citizen({ insuredIn: [xiamen] })];
    const { handlingSerialNo } = await one.provesWho(app);
    const { realPersonSerialNo } = await other.provesWho(app);
    const act = () => app.activates({ handlingSerialNo, realPersonSerialNo, password: one.password });
    await expectRefusedWithoutTrace(stage, act, 'realPersonSerialNoInvalid');
  });
});

describe('6.1.3.3 b 校验密码有效性并存储', () => {
  it.each([
    ['12345', 'must be 6 digits'], ['1234567', 'must be 6 digits'], ['27491x', 'must be 6 digits'], ['２７４９１３', 'must be 6 digits'],
    ['777777', 'one digit repeated'], ['234567', 'a run of digits'], ['876543', 'a run of digits'],
  ])('refuses %s: %s', async (password, because) => {
    const { stage, app } = cast;
    const proven = await (await stage.citizen({ insuredIn: [xiamen] })).provesWho(app);
    await expectRefusedWithoutTrace(stage, () => app.activates({ ...proven, password }), 'badRequest', { naming: 'data.password', because });
  });

  it('refuses a part of the person\'s own id number, and takes a good password in the same handling', async () => {
    const { stage, app } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    const proven = await citizen.provesWho(app);
    const act = () => app.activates({ ...proven, password: citizen.idNo.slice(8, 14) });
    await expectRefusedWithoutTrace(stage, act, 'badRequest', { naming: 'data.password', because: 'part of the id number' });
    await expect(app.activates({ ...proven, password: citizen.password })).resolves.toMatchObject({ credentialState: 'activated' });
  });

  it('keeps it at the national tier only, as a slow salted hash', async () => {
    const { stage, app } = cast;
    const [one, other] = [await stage.citizen({ insuredIn: [xiamen] }), await stage.citizen({ insuredIn: [xiamen] })];
    await one.activatesThrough(app, { password: '830264' });
    await other.activatesThrough(app, { password: '830264' });
    const rows = await stage.national.rows<{ hash: string }>('SELECT hash FROM credential_password ORDER BY set_at DESC LIMIT 2');
    const [left, right] = rows.map(({ hash }) => hash) as [string, string];
    expect(left).not.toBe(right);
    expect(`${left}${right}`).not.toContain('830264');
    expect(await verifyPassword('830264', left)).toBe(true);
    expect(await verifyPassword('830265', left)).toBe(false);
    expect(await stage.national.tables()).toContain('credential_password');
    expect(await stage.fujian.tier.tables()).not.toContain('credential_password');
  });
});

describe('6.1.3.3 d–e 激活电子凭证并生成个人渠道授权码', () => {
  it('gives the channel the state and the authorization code, and nothing else happens than must', async () => {
    const { stage, app } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    const proven = await citizen.provesWho(app);
    const before = await snapshot(stage.tiers);
    const activation = await app.activates({ ...proven, password: citizen.password });
    expect(activation).toEqual({
      credentialState: 'activated', authorizationCode: expect.stringMatching(/^[0-9A-Z]{32}$/), activatedAt: expect.any(Number),
    });
    await expectChanges(stage, before, {
      'national electronic_credential': 'rewritten', 'national handling': 'rewritten', 'national credential_password': 1, 'national channel_authorization': 1,
      'national credential_replica': 1, 'national idempotency_record': 1, 'national journal_entry': 1, 'national outbox_entry': 2, 'national sync_lag': 2,
      'province:35 insured_person': 1, 'province:35 insured_place': 1, 'province:35 electronic_credential': 1, 'province:35 channel_authorization': 1,
      'province:35 idempotency_record': 2, 'province:35 journal_entry': 2,
    });
  });

  it('feeds state and authorization code back to every province where the person is insured', async () => {
    const { stage, app } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen, guangzhou, shenzhen] });
    const heard = await stage.heard(async () => {
      await citizen.activatesThrough(app, { businessPlace: xiamen });
      await stage.converged();
    });
    const told = heard.filter((line) => line.startsWith('national →'));
    expect(told.toSorted()).toEqual([
      'national → province:35 ec.sync.activation 0', 'national → province:35 ec.sync.authorization 0',
      'national → province:44 ec.sync.activation 0', 'national → province:44 ec.sync.authorization 0',
    ]);
  });

  it('gives the authorization code to the province of the business place too, which is told no state', async () => {
    const { stage, app } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    const heard = await stage.heard(async () => {
      await citizen.activatesThrough(app, { businessPlace: guangzhou });
      await stage.converged();
    });
    expect(heard.filter((line) => line.includes('→ province:44'))).toEqual(['national → province:44 ec.sync.authorization 0']);
    expect(heard.filter((line) => line.includes('→ province:35'))).toHaveLength(2);
  });

  it('reaches a province that was down at the time, once, as soon as it is back', async () => {
    const away = await openStageWithCast({ onFiles: true });
    try {
      const { stage, app, xiamenHospital } = away;
      const citizen = await stage.citizen({ insuredIn: [xiamen] });
      await stage.fujian.tier.stops();
      await expect(citizen.activatesThrough(app)).resolves.toMatchObject({ credentialState: 'activated' });
      await stage.fujian.tier.starts();
      await stage.converged();
      const arrived = await stage.fujian.tier.rows("SELECT act FROM journal_entry WHERE act IN ('ec.sync.activation', 'ec.sync.authorization')");
      expect(arrived).toEqual([{ act: 'ec.sync.activation' }, { act: 'ec.sync.authorization' }]);
      await expect(xiamenHospital.scans(await citizen.shows({ in: stage.fujian }))).resolves.toMatchObject(citizen.identity);
    } finally {
      await away.stage.close();
    }
  });
});

describe('4.2 每个有效电子凭证只需激活一次', () => {
  it('refuses a second activation (INT-28) and changes nothing', async () => {
    const { stage, app, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const opened = await app.verifiesRealName({ ...citizen.identity, businessPlace: xiamen });
    expect(opened.credentialState).toBe('activated');
    const proven = await citizen.provesWho(app);
    const act = () => app.activates({ ...proven, password: '660742' });
    await expectRefusedWithoutTrace(stage, act, 'activationWriteFailed', { because: 'activated already' });
  });

  it('lets one of two handlings of the same person come to the end', async () => {
    const { stage, app, partner } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    const handlings = [{ channel: app, ...(await citizen.provesWho(app)) }, { channel: partner, ...(await citizen.provesWho(partner)) }];
    const ends = await Promise.allSettled(handlings.map(({ channel, ...proven }) => channel.activates({ ...proven, password: citizen.password })));
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const lost = ends.find((end): end is PromiseRejectedResult => end.status === 'rejected');
    await expectRefusal(Promise.reject(lost?.reason as Error), 'activationWriteFailed', { because: 'activated already' });
  });
});

describe('经办流水号', () => {
  it('is refused when nobody opened it, in both later steps', async () => {
    const { stage, app } = cast;
    const person = () => app.verifiesRealPerson({ handlingSerialNo: nobodysNumber, biometricSample: simulatedFace('x') });
    await expectRefusedWithoutTrace(stage, person, 'handlingSerialNoInvalid', { because: 'no such' });
    const activation = () => app.activates({ handlingSerialNo: nobodysNumber, realPersonSerialNo: nobodysNumber, password: '274913' });
    await expectRefusedWithoutTrace(stage, activation, 'handlingSerialNoInvalid', { because: 'no such' });
  });

  it('is refused to a channel that did not open it, in both later steps', async () => {
    const { stage, app, partner } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    const proven = await citizen.provesWho(app);
    const person = () => partner.verifiesRealPerson({ handlingSerialNo: proven.handlingSerialNo, biometricSample: citizen.face });
    await expectRefusedWithoutTrace(stage, person, 'handlingChannelMismatch');
    await expectRefusedWithoutTrace(stage, () => partner.activates({ ...proven, password: citizen.password }), 'handlingChannelMismatch');
  });

  it('is used up by the activation', async () => {
    const { stage, app } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    const proven = await citizen.provesWho(app);
    await app.activates({ ...proven, password: citizen.password });
    await expectRefusedWithoutTrace(stage, () => app.activates({ ...proven, password: '660742' }), 'handlingSerialNoInvalid', { because: 'finished' });
    const person = () => app.verifiesRealPerson({ handlingSerialNo: proven.handlingSerialNo, biometricSample: citizen.face });
    await expectRefusedWithoutTrace(stage, person, 'handlingSerialNoInvalid', { because: 'finished' });
  });

  it('serves until the moment it was told with, half an hour later, and not from then on', async () => {
    const { stage, app } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    const { handlingSerialNo, expiresAt } = await app.verifiesRealName({ ...citizen.identity, businessPlace: xiamen });
    expect(expiresAt - stage.clock.now()).toBeGreaterThan(29 * 60_000);
    stage.clock.passes({ ms: expiresAt - stage.clock.now() - 10_000 });
    const { realPersonSerialNo } = await app.verifiesRealPerson({ handlingSerialNo, biometricSample: citizen.face });
    stage.clock.passes({ ms: 10_000 });
    const act = () => app.activates({ handlingSerialNo, realPersonSerialNo, password: citizen.password });
    await expectRefusedWithoutTrace(stage, act, 'handlingExpired');
    const person = () => app.verifiesRealPerson({ handlingSerialNo, biometricSample: citizen.face });
    await expectRefusedWithoutTrace(stage, person, 'handlingExpired');
  });
});

it('leaves whole journals on every tier', async () => {
  await expectJournalsWhole(cast.stage.tiers);
});
