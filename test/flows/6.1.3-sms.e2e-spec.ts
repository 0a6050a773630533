import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';

let cast: Cast;
let numbers = 0;
beforeAll(async () => { cast = await openStageWithCast(); });
afterAll(() => cast.stage.close());

/** A number nobody has used yet; the simulated gateway takes it. */
function freshNumber(): string {
  numbers += 1;
  return `138${String(11_110_000 + numbers)}`;
}

const codeSentTo = async (mobile: string): Promise<string> => (await cast.stage.messagesTo(mobile))[0]?.code ?? '';
const another = (code: string): string => (code.startsWith('1') ? '2' : '1') + code.slice(1);

/** A citizen who stands before the password page, with a code on the telephone. */
async function withCode(): Promise<{ citizen: Citizen; mobile: string; proven: { handlingSerialNo: string; realPersonSerialNo: string }; code: string }> {
  const { stage, app } = cast;
  const citizen = await stage.citizen({ insuredIn: [xiamen] });
  const [proven, mobile] = [await citizen.provesWho(app), freshNumber()];
  await app.sendsSms({ smsType: 'activate', handlingSerialNo: proven.handlingSerialNo, mobile });
  return { citizen, mobile, proven, code: await codeSentTo(mobile) };
}

/** A citizen whose number was bound at the activation, a while ago. */
async function withNumber(): Promise<{ citizen: Citizen; mobile: string }> {
  const { citizen, mobile, proven, code } = await withCode();
  await cast.app.activates({ ...proven, password: citizen.password, mobile, smsCode: code });
  cast.stage.clock.passes({ minutes: 1 });
  return { citizen, mobile };
}

describe('短信验证码发送', () => {
  it.each([undefined, '', 'marketing', 'ACTIVATE'])('refuses the type %j with a code of its own', async (smsType) => {
    const act = () => cast.app.sendsSms({ smsType, mobile: freshNumber() });
    await expectRefusedWithoutTrace(cast.stage, act, 'smsCodeTypeMissing', { naming: 'data.smsType' });
  });

  it('sends six digits to the number given in a handling, tells the number masked, and keeps neither in the clear', async () => {
    const { stage, app } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    const [{ handlingSerialNo }, mobile] = [await citizen.provesWho(app), freshNumber()];
    const before = await snapshot(stage.tiers);
    const sent = await app.sendsSms({ smsType: 'activate', handlingSerialNo, mobile });
    const now = stage.clock.now();
    expect(sent.sentTo).toBe(`${mobile.slice(0, 3)}****${mobile.slice(7)}`);
    expect(Math.round((sent.expiresAt - now) / 10_000)).toBe(30);
    expect(Math.round((sent.resendAt - now) / 10_000)).toBe(6);
    expect(await stage.messagesTo(mobile)).toEqual([{ mobile, smsType: 'activate', code: expect.stringMatching(/^\d{6}$/), validSeconds: 300 }]);
    await expectChanges(stage, before, { 'national sms_code': 1, 'national idempotency_record': 1, 'national journal_entry': 2 });
    const kept = JSON.stringify(await stage.national.rows('SELECT * FROM sms_code'));
    expect(kept).not.toContain(mobile);
    expect(kept).not.toContain(`"${await codeSentTo(mobile)}"`);
  });

  it('sends within an open handling of this channel only', async () => {
    const { stage, app, partner } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    const { handlingSerialNo } = await citizen.provesWho(app);
    const ask = { smsType: 'activate', handlingSerialNo, mobile: freshNumber() };
    await expectRefusedWithoutTrace(stage, () => app.sendsSms({ ...ask, handlingSerialNo: 'A'.repeat(32) }), 'handlingSerialNoInvalid');
    await expectRefusedWithoutTrace(stage, () => partner.sendsSms(ask), 'handlingChannelMismatch');
    await expectRefusedWithoutTrace(stage, () => app.sendsSms({ ...ask, mobile: undefined }), 'badRequest', { naming: 'data.mobile' });
    await expectRefusedWithoutTrace(stage, () => app.sendsSms({ ...ask, mobile: '12345678901' }), 'badRequest', { naming: 'data.mobile' });
    stage.clock.passes({ minutes: 31 });
    await expectRefusedWithoutTrace(stage, () => app.sendsSms(ask), 'handlingExpired');
  });

  it('sends another one after a minute only, and ten a day to one number', async () => {
    const { stage, app } = cast;
    const { proven: { handlingSerialNo }, mobile } = await withCode();
    const again = () => app.sendsSms({ smsType: 'activate', handlingSerialNo, mobile });
    await expectRefusedWithoutTrace(stage, again, 'rateLimited', { because: /another code can be sent in (59|60) s/ });
    await expectRefusedWithoutTrace(stage, () => app.sendsSms({ smsType: 'activate', handlingSerialNo, mobile: freshNumber() }), 'rateLimited');
    for (let sent = 1; sent < 10; sent += 1) {
      stage.clock.passes({ seconds: 60 });
      await again();
    }
    stage.clock.passes({ seconds: 60 });
    await expectRefusedWithoutTrace(stage, again, 'rateLimited', { because: 'at most 10 codes' });
    expect(await stage.messagesTo(mobile)).toHaveLength(10);
  });

  it('says that the gateway did not answer or not accept, and goes on with a repeat of the same request', async () => {
    const { stage, app } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    const { handlingSerialNo } = await citizen.provesWho(app);
    const ask = { smsType: 'activate', handlingSerialNo, mobile: '13911110000' };
    await expectRefusal(app.sendsSms(ask, { requestId: 'sms-again' }), 'timeout', { because: 'did not accept' });
    await expectRefusal(app.sendsSms(ask, { requestId: 'sms-again' }), 'timeout', { because: 'did not accept' });
    await expectRefusal(app.sendsSms(ask), 'rateLimited');
  });

  it('sends one message for a repeated request', async () => {
    const { stage, app } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    const [{ handlingSerialNo }, mobile] = [await citizen.provesWho(app), freshNumber()];
    const ask = () => app.sendsSms({ smsType: 'activate', handlingSerialNo, mobile }, { requestId: `sms-${mobile}` });
    expect(await ask()).toEqual(await ask());
    expect(await stage.messagesTo(mobile)).toHaveLength(1);
  });
});

describe('短信验证码校验, at the activation', () => {
  it('binds the number to the person, once', async () => {
    const { stage, app } = cast;
    const { citizen, mobile, proven, code } = await withCode();
    const before = await snapshot(stage.tiers);
    await app.activates({ ...proven, password: citizen.password, mobile, smsCode: code });
    await stage.converged();
    const [person] = await stage.national.rows<{ n: number }>('SELECT count(*) AS n FROM person_mobile');
    expect(person?.n).toBeGreaterThan(0);
    const after = await snapshot(stage.tiers);
    expect((after.get('national person_mobile')?.rows ?? 0) - (before.get('national person_mobile')?.rows ?? 0)).toBe(1);
    expect(JSON.stringify(await stage.national.rows('SELECT * FROM person_mobile'))).not.toContain(mobile);
  });

  it('refuses a wrong code, telling the tries; the count stays and nothing else', async () => {
    const { stage, app } = cast;
    const { citizen, mobile, proven, code } = await withCode();
    const wrong = { ...proven, password: citizen.password, mobile, smsCode: another(code) };
    const before = await snapshot(stage.tiers);
    await expectRefusal(app.activates(wrong), 'smsCodeWrong', { naming: 'data.smsCode', because: '4 tries left' });
    await expectChanges(stage, before, { 'national sms_code': 'rewritten', 'national idempotency_record': 1, 'national journal_entry': 1 });
    for (const because of ['3 tries left', '2 tries left', '1 try left', '0 tries left']) await expectRefusal(app.activates(wrong), 'smsCodeWrong', { because });
    const right = () => app.activates({ ...wrong, smsCode: code });
    await expectRefusal(right(), 'smsCodeExpired');
    stage.clock.passes({ seconds: 60 });
    await app.sendsSms({ smsType: 'activate', handlingSerialNo: proven.handlingSerialNo, mobile });
    await expect(app.activates({ ...wrong, smsCode: await codeSentTo(mobile) })).resolves.toHaveProperty('credentialState', 'activated');
  });

  it('refuses an expired code and one that a newer one has replaced', async () => {
    const { stage, app } = cast;
    const { citizen, mobile, proven, code } = await withCode();
    const activation = { ...proven, password: citizen.password, mobile };
    stage.clock.passes({ minutes: 5 });
    await expectRefusal(app.activates({ ...activation, smsCode: code }), 'smsCodeExpired');
    await app.sendsSms({ smsType: 'activate', handlingSerialNo: proven.handlingSerialNo, mobile });
    const newer = await codeSentTo(mobile);
    if (newer !== code) await expectRefusal(app.activates({ ...activation, smsCode: code }), 'smsCodeWrong');
    await expect(app.activates({ ...activation, smsCode: newer })).resolves.toHaveProperty('credentialState', 'activated');
  });

  it('takes the code for the number it was sent to, in the handling it was sent in', async () => {
    const { app } = cast;
    const [one, other] = [await withCode(), await withCode()];
    const activation = { ...one.proven, password: one.citizen.password };
    await expectRefusal(app.activates({ ...activation, mobile: other.mobile, smsCode: one.code }), 'smsCodeWrong');
    await expectRefusal(app.activates({ ...activation, mobile: other.mobile, smsCode: other.code }), 'smsCodeWrong');
    await expectRefusedWithoutTrace(cast.stage, () => app.activates({ ...activation, mobile: one.mobile }), 'badRequest', { naming: 'data.smsCode' });
    await expectRefusedWithoutTrace(cast.stage, () => app.activates({ ...activation, smsCode: one.code }), 'badRequest', { naming: 'data.mobile' });
  });
});

describe('短信验证码校验, at the authorization (6.1.4.3 a)', () => {
  it('goes to the number of the person, and authorizes the channel in place of the password', async () => {
    const { stage, partner } = cast;
    const { citizen, mobile } = await withNumber();
    expect((await partner.sendsSms({ smsType: 'authorize', ...citizen.identity })).sentTo).toBe(`${mobile.slice(0, 3)}****${mobile.slice(7)}`);
    expect((await stage.messagesTo(mobile))[0]).toHaveProperty('smsType', 'authorize');
    await citizen.authorizes(partner, { smsCode: await codeSentTo(mobile) });
    expect(await partner.asksForState(citizen.identity)).toHaveProperty('next', 'use');
  });

  it('is used once, and opens nothing else', async () => {
    const { stage, app, partner } = cast;
    const { citizen, mobile } = await withNumber();
    await partner.sendsSms({ smsType: 'authorize', ...citizen.identity });
    const smsCode = await codeSentTo(mobile);
    await citizen.authorizes(partner, { smsCode });
    await app.changesAuthorization({ authorizationCode: await citizen.authorizes(app), channelNumber: partner.channelNumber, change: 'revoke' });
    await stage.converged();
    await expectRefusal(citizen.authorizes(partner, { smsCode }), 'smsCodeExpired');
  });

  it('has no number to go to where the person has proven none', async () => {
    const { stage, partner, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const act = () => partner.sendsSms({ smsType: 'authorize', ...citizen.identity });
    await expectRefusedWithoutTrace(stage, act, 'mobileNumberFailed');
    await expectRefusal(citizen.authorizes(partner, { smsCode: '123456' }), 'smsCodeExpired');
    await expectRefusedWithoutTrace(stage, () => partner.sendsSms({ smsType: 'authorize' }), 'badRequest', { naming: 'data.idNo' });
  });
});

it('leaves whole journals on every tier', async () => {
  await expectJournalsWhole(cast.stage.tiers);
});
