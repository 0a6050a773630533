import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';

let cast: Cast;
// Passwords cost what they do in earnest, so that their comparison is what takes time.
beforeAll(async () => { cast = await openStageWithCast({ nationalOverrides: { passwordHashCost: 14 } }); });
afterAll(() => cast.stage.close());

const WRONG = '918273';

/** The number by which the tiers speak of a person, as a province learns it. */
async function credentialNumberOf(citizen: Citizen): Promise<string> {
  const { stage, app } = cast;
  return (await stage.fujian.fetches(citizen.authorizationCodeIn(app), app)).credential.credentialNumber;
}

describe('实人认证: repeated failures lock (INT-42)', () => {
  it('refuses the face of somebody else', async () => {
    const { stage, app } = cast;
    const [citizen, other] = [await stage.citizen({ insuredIn: [xiamen] }), stage.stranger()];
    const { handlingSerialNo } = await app.verifiesRealName({ ...citizen.identity, businessPlace: xiamen });
    const before = await snapshot(stage.tiers);
    const act = app.verifiesRealPerson({ handlingSerialNo, biometricSample: other.face });
    await expectRefusal(act, 'forbidden', { naming: 'data.biometricSample', because: '4 tries left' });
    await expectChanges(stage, before, { 'national failed_attempt': 1, 'national idempotency_record': 1, 'national journal_entry': 1 });
  });

  it('tells the tries that are left, then the time, and refuses the right face as well until it is over', async () => {
    const { stage, app } = cast;
    const [citizen, other] = [await stage.citizen({ insuredIn: [xiamen] }), stage.stranger()];
    const { handlingSerialNo } = await app.verifiesRealName({ ...citizen.identity, businessPlace: xiamen });
    for (const because of ['4 tries left', '3 tries left', '2 tries left', '1 try left', /locked for 1800 s/]) {
      const act = app.verifiesRealPerson({ handlingSerialNo, biometricSample: other.face });
      await expectRefusal(act, 'forbidden', { naming: 'data.biometricSample', because });
    }
    stage.clock.passes({ minutes: 20 });
    const act = () => app.verifiesRealPerson({ handlingSerialNo, biometricSample: citizen.face });
    await expectRefusedWithoutTrace(stage, act, 'forbidden', { naming: 'data.biometricSample', because: /locked for (599|600) s/ });
    stage.clock.passes({ minutes: 10 });
    await expect(citizen.provesWho(app)).resolves.toHaveProperty('realPersonSerialNo');
  });

  it('counts against the person, whatever handling or channel the attempts come by', async () => {
    const { stage, app, partner } = cast;
    const [citizen, other] = [await stage.citizen({ insuredIn: [xiamen] }), stage.stranger()];
    for (const channel of [app, partner, app, partner, app]) {
      await expectRefusal(citizen.provesWho(channel, { face: other.face }), 'forbidden');
    }
    await expectRefusal(citizen.provesWho(partner), 'forbidden', { because: 'locked' });
    await expect((await stage.citizen({ insuredIn: [xiamen] })).provesWho(partner)).resolves.toHaveProperty('realPersonSerialNo');
  });

  it('forgets the failures when the face is right', async () => {
    const { stage, app } = cast;
    const [citizen, other] = [await stage.citizen({ insuredIn: [xiamen] }), stage.stranger()];
    const before = await stage.national.count('failed_attempt');
    for (let round = 0; round < 2; round += 1) {
      for (let attempt = 0; attempt < 4; attempt += 1) await expectRefusal(citizen.provesWho(app, { face: other.face }), 'forbidden');
      await citizen.provesWho(app);
    }
    expect(await stage.national.count('failed_attempt')).toBe(before);
  });
});

describe('电子凭证密码: repeated failures lock (INT-42)', () => {
  it('tells the tries that are left, keeps each count, and refuses the right password while it is locked', async () => {
    const { stage, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const credentialNumber = await credentialNumberOf(citizen);
    const before = await snapshot(stage.tiers);
    await expectRefusal(stage.fujian.verifiesPassword(credentialNumber, WRONG), 'passwordWrong', { naming: 'data.password', because: '4 tries left' });
    await expectChanges(stage, before, { 'national failed_attempt': 1, 'national idempotency_record': 1, 'national journal_entry': 1 });
    for (const because of ['3 tries left', '2 tries left', '1 try left', 'locked for 1800 s']) {
      await expectRefusal(stage.fujian.verifiesPassword(credentialNumber, WRONG), 'passwordWrong', { because });
    }
    const act = () => stage.fujian.verifiesPassword(credentialNumber, citizen.password);
    await expectRefusedWithoutTrace(stage, act, 'passwordWrong', { because: 'locked' });
    stage.clock.passes({ minutes: 30 });
    await expect(act()).resolves.toBeGreaterThan(0);
  });

  it('shares the tries between every place where it is asked for', async () => {
    const { stage, app, partner, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const credentialNumber = await credentialNumberOf(citizen);
    const wrongly = [
      () => stage.fujian.verifiesPassword(credentialNumber, WRONG), () => stage.guangdong.verifiesPassword(credentialNumber, WRONG),
      () => citizen.authorizes(partner, { password: WRONG }),
      () => app.changesPassword({ authorizationCode: citizen.authorizationCodeIn(app), oldPassword: WRONG, newPassword: '660742' }),
      () => citizen.authorizes(partner, { password: WRONG }),
    ];
    for (const act of wrongly) await expectRefusal(act(), 'passwordWrong');
    for (const act of [() => citizen.authorizes(partner), () => stage.guangdong.verifiesPassword(credentialNumber, citizen.password)]) {
      await expectRefusedWithoutTrace(stage, act, 'passwordWrong', { because: 'locked' });
    }
  });

  it('gives attempts made side by side no more tries than attempts made in turn', async () => {
    const { stage, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const credentialNumber = await credentialNumberOf(citizen);
    const guesses = Array.from({ length: 12 }, (_, index) => String(500_111 + index));
    const ends = await Promise.allSettled(guesses.map((guess) => stage.fujian.verifiesPassword(credentialNumber, guess)));
    expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
    expect(await stage.national.rows('SELECT failures FROM failed_attempt WHERE credential_number = ?', [credentialNumber])).toEqual([{ failures: 5 }]);
    await expectRefusal(stage.fujian.verifiesPassword(credentialNumber, citizen.password), 'passwordWrong', { because: 'locked' });
  });

  it('forgets the failures after a success, and counts a repeated request once (INT-22)', async () => {
    const { stage, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const credentialNumber = await credentialNumberOf(citizen);
    const requestId = 'one-wrong-password';
    for (let repeat = 0; repeat < 7; repeat += 1) {
      await expectRefusal(stage.fujian.verifiesPassword(credentialNumber, WRONG, { requestId }), 'passwordWrong', { because: '4 tries left' });
    }
    await stage.fujian.verifiesPassword(credentialNumber, citizen.password);
    await expectRefusal(stage.fujian.verifiesPassword(credentialNumber, WRONG), 'passwordWrong', { because: '4 tries left' });
  });

  it('takes as long for a credential nobody knows as for a wrong password', async () => {
    const { stage, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const credentialNumber = await credentialNumberOf(citizen);
    const fastest = async (act: () => Promise<unknown>): Promise<number> => {
      const times: number[] = [];
      for (let run = 0; run < 4; run += 1) {
        const began = performance.now();
        await act().catch(() => undefined);
        times.push(performance.now() - began);
      }
      return Math.min(...times);
    };
    const wrong = await fastest(() => stage.fujian.verifiesPassword(credentialNumber, WRONG));
    const unknown = await fastest(() => stage.fujian.verifiesPassword('0'.repeat(64), WRONG));
    const stranger = await fastest(() => stage.stranger().authorizes(cast.partner));
    expect(unknown).toBeGreaterThan(wrong / 2);
    expect(stranger).toBeGreaterThan(wrong / 2);
    await expectRefusal(stage.fujian.verifiesPassword('0'.repeat(64), WRONG), 'credentialNotFound');
  });
});

it('leaves whole journals on every tier', async () => {
  await expectJournalsWhole(cast.stage.tiers);
});
