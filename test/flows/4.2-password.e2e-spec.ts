import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { guangzhou, xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';

let cast: Cast;
beforeAll(async () => { cast = await openStageWithCast(); });
afterAll(() => cast.stage.close());

const ANOTHER = '660742';

async function credentialNumberOf(citizen: Citizen): Promise<string> {
  const { stage, app } = cast;
  return (await stage.fujian.fetches(citizen.authorizationCodeIn(app), app)).credential.credentialNumber;
}

async function activatedWithNumber(): Promise<{ citizen: Citizen; credentialNumber: string }> {
  const citizen = await cast.activated({ insuredIn: [xiamen] });
  return { citizen, credentialNumber: await credentialNumberOf(citizen) };
}

describe('4.2 密码应用场景由业务对应的省级医保主管部门确定: a province has national verify it (INT-23)', () => {
  it('answers any province that asks, and nothing but the journal remembers', async () => {
    const { stage } = cast;
    const { citizen, credentialNumber } = await activatedWithNumber();
    const before = await snapshot(stage.tiers);
    const verifiedAt = await stage.guangdong.verifiesPassword(credentialNumber, citizen.password);
    expect(Math.abs(verifiedAt - stage.clock.now())).toBeLessThan(5_000);
    await expectChanges(stage, before, { 'national idempotency_record': 1, 'national journal_entry': 1 });
  });

  it('refuses a wrong one with the tries that are left', async () => {
    const { stage } = cast;
    const { credentialNumber } = await activatedWithNumber();
    await expectRefusal(stage.fujian.verifiesPassword(credentialNumber, ANOTHER), 'passwordWrong', { naming: 'data.password', because: '4 tries left' });
  });

  it('says that none is set before the activation', async () => {
    const { stage } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    const [row] = await stage.national.rows<{ number: string }>(
      "SELECT credential_number AS number FROM electronic_credential WHERE state = 'registered' ORDER BY changed_at DESC LIMIT 1",
    );
    expect(citizen.insuredIn).toEqual([xiamen]);
    await expectRefusedWithoutTrace(stage, () => stage.fujian.verifiesPassword(row?.number ?? '', ANOTHER), 'passwordNotSet');
  });

  it('is no service for channels, and never travels in the clear', async () => {
    const { stage, app } = cast;
    const { transactions } = await import('../../src/protocol/transactions/index.js');
    const { citizen, credentialNumber } = await activatedWithNumber();
    const input = { credentialNumber, password: citizen.password };
    const asChannel = () => app.speaker.ask(stage.national.coreUrl, transactions.verifyPassword, input);
    await expectRefusedWithoutTrace(stage, asChannel, 'forbidden', { naming: 'transType' });
    const clear = () => stage.fujian.verifiesPassword(credentialNumber, citizen.password, { travel: { signType: 'SM2', encType: 'plain' } });
    await expectRefusedWithoutTrace(stage, clear, 'badRequest', { naming: 'data' });
  });

  it('is kept by no province, whatever was asked there', async () => {
    const { stage } = cast;
    const citizen = await cast.activated({ insuredIn: [xiamen, guangzhou] });
    await stage.fujian.verifiesPassword(await credentialNumberOf(citizen), citizen.password);
    for (const { tier } of Object.values(stage.provinces)) {
      const everything = await tier.everything();
      expect(everything).not.toContain(citizen.password);
      expect(everything).not.toContain('$scrypt$');
    }
  });
});

describe('5.2.2 密码管理: 修改', () => {
  it('sets another password for whoever knows the old one', async () => {
    const { stage, app } = cast;
    const { citizen, credentialNumber } = await activatedWithNumber();
    const before = await snapshot(stage.tiers);
    await app.changesPassword({ authorizationCode: citizen.authorizationCodeIn(app), oldPassword: citizen.password, newPassword: ANOTHER });
    await expectChanges(stage, before, { 'national credential_password': 'rewritten', 'national idempotency_record': 1, 'national journal_entry': 1 });
    await expect(stage.fujian.verifiesPassword(credentialNumber, ANOTHER)).resolves.toBeGreaterThan(0);
    await expectRefusal(stage.fujian.verifiesPassword(credentialNumber, citizen.password), 'passwordWrong');
  });

  it('counts a wrong old password with all the others', async () => {
    const { app } = cast;
    const { citizen } = await activatedWithNumber();
    const wrong = { authorizationCode: citizen.authorizationCodeIn(app), oldPassword: '918273', newPassword: ANOTHER };
    await expectRefusal(app.changesPassword(wrong), 'passwordWrong', { naming: 'data.oldPassword', because: '4 tries left' });
    await expectRefusal(citizen.authorizes(cast.partner, { password: '918273' }), 'passwordWrong', { because: '3 tries left' });
  });

  it.each([['123456', 'a run of digits'], ['27491', 'must be 6 digits'], ['274913', 'must not be the old one']])('takes no %s: %s', async (newPassword, because) => {
    const { stage, app } = cast;
    const { citizen } = await activatedWithNumber();
    const act = () => app.changesPassword({ authorizationCode: citizen.authorizationCodeIn(app), oldPassword: citizen.password, newPassword });
    await expectRefusedWithoutTrace(stage, act, 'badRequest', { naming: 'data.newPassword', because });
  });

  it('speaks for the person with the channel\'s own code only', async () => {
    const { stage, app, partner } = cast;
    const { citizen } = await activatedWithNumber();
    const change = { oldPassword: citizen.password, newPassword: ANOTHER };
    const foreign = () => partner.changesPassword({ ...change, authorizationCode: citizen.authorizationCodeIn(app) });
    await expectRefusedWithoutTrace(stage, foreign, 'authorizationCodeInvalid');
    const authorizationCode = await citizen.authorizes(partner);
    await app.changesAuthorization({ authorizationCode: citizen.authorizationCodeIn(app), channelNumber: partner.channelNumber, change: 'suspend' });
    await expectRefusedWithoutTrace(stage, () => partner.changesPassword({ ...change, authorizationCode }), 'channelNotAuthorizedByPerson');
  });
});

describe('5.2.2 密码管理: 重置', () => {
  it('sets another password after real name and real person, lifts the lock, and uses the handling up', async () => {
    const { stage, app } = cast;
    const { citizen, credentialNumber } = await activatedWithNumber();
    for (let attempt = 0; attempt < 5; attempt += 1) await expectRefusal(stage.fujian.verifiesPassword(credentialNumber, '918273'), 'passwordWrong');
    await expectRefusal(stage.fujian.verifiesPassword(credentialNumber, citizen.password), 'passwordWrong', { because: 'locked' });
    const proven = await citizen.provesWho(app);
    await app.resetsPassword({ ...proven, newPassword: ANOTHER });
    await expect(stage.fujian.verifiesPassword(credentialNumber, ANOTHER)).resolves.toBeGreaterThan(0);
    await expectRefusal(stage.fujian.verifiesPassword(credentialNumber, citizen.password), 'passwordWrong', { because: '4 tries left' });
    await expectRefusedWithoutTrace(stage, () => app.resetsPassword({ ...proven, newPassword: '771853' }), 'handlingSerialNoInvalid', { because: 'finished' });
  });

  it('does not happen without the real-person check of this handling, in another channel, or to a weak password', async () => {
    const { stage, app, partner } = cast;
    const { citizen } = await activatedWithNumber();
    const { handlingSerialNo } = await app.verifiesRealName({ ...citizen.identity, businessPlace: xiamen });
    const unproven = () => app.resetsPassword({ handlingSerialNo, realPersonSerialNo: 'A'.repeat(32), newPassword: ANOTHER });
    await expectRefusedWithoutTrace(stage, unproven, 'realPersonSerialNoInvalid');
    const proven = await citizen.provesWho(app);
    await expectRefusedWithoutTrace(stage, () => partner.resetsPassword({ ...proven, newPassword: ANOTHER }), 'handlingChannelMismatch');
    const weak = () => app.resetsPassword({ ...proven, newPassword: citizen.idNo.slice(6, 12) });
    await expectRefusedWithoutTrace(stage, weak, 'badRequest', { naming: 'data.newPassword', because: 'part of the id number' });
    stage.clock.passes({ minutes: 31 });
    await expectRefusedWithoutTrace(stage, () => app.resetsPassword({ ...proven, newPassword: ANOTHER }), 'handlingExpired');
  });

  it('is not the way to a first password', async () => {
    const { stage, app } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    const proven = await citizen.provesWho(app);
    await expectRefusedWithoutTrace(stage, () => app.resetsPassword({ ...proven, newPassword: ANOTHER }), 'passwordNotSet');
    await expect(app.activates({ ...proven, password: ANOTHER })).resolves.toHaveProperty('credentialState', 'activated');
  });
});

it('leaves whole journals on every tier', async () => {
  await expectJournalsWhole(cast.stage.tiers);
});
