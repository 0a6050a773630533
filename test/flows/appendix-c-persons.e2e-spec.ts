import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { returnCodes } from '../../src/protocol/dictionaries/return-codes.js';
import { Refusal } from '../../src/protocol/refusal.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectRefusal } from './stage/expectations.js';
import { xiamen } from './stage/places.js';

const NOBODYS = 'Z'.repeat(32);

let cast: Cast;
/** Activated through the bureau's own channel; has authorized no other. */
let citizen: Citizen;
beforeAll(async () => {
  // 500010 needs a confirmation that takes a while: passwords are checked as slowly as in production.
  cast = await openStageWithCast({ nationalOverrides: { passwordHashCost: 15 } });
  citizen = await cast.activated({ insuredIn: [xiamen] });
}, 60_000);
afterAll(() => cast.stage.close());

const newcomer = () => cast.stage.citizen({ insuredIn: [xiamen] });
const proven = async (person: Citizen) => ({ ...(await person.provesWho(cast.app)), password: person.password });

/** Somebody who stands before the password page, with a code on the telephone. */
async function withSmsCode(mobile: string) {
  const activation = await proven(await newcomer());
  await cast.app.sendsSms({ smsType: 'activate', handlingSerialNo: activation.handlingSerialNo, mobile });
  return { ...activation, mobile, smsCode: (await cast.stage.messagesTo(mobile))[0]?.code ?? '' };
}

const anotherCode = (code: string): string => (code.startsWith('1') ? '2' : '1') + code.slice(1);

describe('表 C.4 激活', () => {
  it('500050 用户身份信息为空，查询人员基础Id失败 · a person of whom no province has reported', async () => {
    await expectRefusal(cast.stage.stranger().provesWho(cast.app, { businessPlace: xiamen }), 'personNotFound');
  });

  it('500028 获取实名信息出错 · the name is not the one in the base information', async () => {
    await expectRefusal(cast.app.verifiesRealName({ ...citizen.identity, userName: '甄别名', businessPlace: xiamen }), 'realNameFailed');
  });

  it('500014 非法经办流水号 · nobody opened such a handling', async () => {
    await expectRefusal(cast.app.verifiesRealPerson({ handlingSerialNo: NOBODYS, biometricSample: citizen.face }), 'handlingSerialNoInvalid');
  });

  it('500059 经办流水号对应授权渠道不一致 · a handling that another channel opened', async () => {
    await expectRefusal(cast.partner.activates(await proven(await newcomer())), 'handlingChannelMismatch');
  });

  it('500037 非法实人认证流水号 · activated with a real-person number that nobody was given', async () => {
    const activation = await proven(await newcomer());
    await expectRefusal(cast.app.activates({ ...activation, realPersonSerialNo: NOBODYS }), 'realPersonSerialNoInvalid');
  });

  it('500051 业务流水已过期，请重新进行业务办理 · a handling that took more than half an hour', async () => {
    const activation = await proven(await newcomer());
    cast.stage.clock.passes({ minutes: 31 });
    await expectRefusal(cast.app.activates(activation), 'handlingExpired');
  });

  it('500017 写入激活表记录失败 · a second activation of the same credential', async () => {
    await expectRefusal(cast.app.activates(await proven(citizen)), 'activationWriteFailed', { because: 'activated already' });
  });

  it('500042 电子凭证密码未设置 · a password is reset before the activation has set one', async () => {
    const { password: newPassword, ...handling } = await proven(await newcomer());
    await expectRefusal(cast.app.resetsPassword({ ...handling, newPassword }), 'passwordNotSet');
  });

  it('500004 电子凭证密码错误 · the person confirms with a wrong password', async () => {
    await expectRefusal(citizen.authorizes(cast.partner, { password: '918273' }), 'passwordWrong', { because: 'tries left' });
  });
});

describe('表 C.4 短信验证码', () => {
  it('500029 短信验证码类型为空不存在 · a code is asked for without saying what for', async () => {
    await expectRefusal(cast.app.sendsSms({ mobile: '13811150029' }), 'smsCodeTypeMissing', { naming: 'data.smsType' });
  });

  it('500015 短信验证码错误 · another code than the one that was sent', async () => {
    const activation = await withSmsCode('13811150015');
    await expectRefusal(cast.app.activates({ ...activation, smsCode: anotherCode(activation.smsCode) }), 'smsCodeWrong', { naming: 'data.smsCode' });
  });

  it('500030 验证码已过期，请重新获取 · a code after its five minutes', async () => {
    const activation = await withSmsCode('13811150030');
    cast.stage.clock.passes({ minutes: 5 });
    await expectRefusal(cast.app.activates(activation), 'smsCodeExpired');
  });

  it('500027 获取手机号出错 · a code for a person who has proven no number', async () => {
    await expectRefusal(cast.partner.sendsSms({ smsType: 'authorize', ...citizen.identity }), 'mobileNumberFailed');
  });
});

describe('表 C.4 授权', () => {
  const changes = (change: string) => cast.app.changesAuthorization({ authorizationCode: citizen.authorizationCodeIn(cast.app), channelNumber: cast.partner.channelNumber, change });

  it('500001 该电子凭证不存在 · a channel is authorized before the activation', async () => {
    await expectRefusal((await newcomer()).authorizes(cast.partner), 'credentialNotFound', { because: 'activate first' });
  });

  it('500006 该电子凭证应用渠道授权记录不存在 · a channel looks for an authorization that it never got', async () => {
    await expectRefusal(cast.partner.asksForAuthorization(citizen.identity), 'authorizationNotFound');
  });

  it('500040 该电子凭证应用渠道授权记录不存在 · the person wants to revoke what was never granted', async () => {
    await expectRefusal(changes('revoke'), 'personAuthorizationNotFound');
  });

  it('500008 非法授权码 · a channel shows the code that another channel was given', async () => {
    const { stage, app, partner } = cast;
    const authorizationCode = citizen.authorizationCodeIn(app);
    await expectRefusal(partner.asksForCode(stage.fujian, { authorizationCode }), 'authorizationCodeInvalid', { because: 'another channel' });
  });

  it('500010 写入电子凭证应用授权记录失败 · of several confirmations at once one is written and the others come too late', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => citizen.authorizes(cast.partner)));
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Refusal] : []));
    expect(refused).toHaveLength(5);
    const late = refused.filter(({ returnCode }) => returnCode.code === returnCodes.authorizationWriteFailed.code);
    expect(late.length).toBeGreaterThan(0);
    await expectRefusal(Promise.reject(late[0]), 'authorizationWriteFailed', { because: 'meanwhile' });
  });

  it('500009 该授权记录已存在 · a channel that is authorized already', async () => {
    await expectRefusal(citizen.authorizes(cast.partner), 'authorizationExists');
  });

  it('500011 更新电子凭证应用授权记录失败 · an authorization is restored that is not suspended', async () => {
    await expectRefusal(changes('restore'), 'authorizationUpdateFailed', { naming: 'data.change' });
  });

  it('500003 该电子凭证应用渠道未授权 · a channel whose authorization the person has revoked', async () => {
    const { stage, app, partner, activated } = cast;
    const other = await activated({ insuredIn: [xiamen] });
    const authorizationCode = await other.authorizes(partner);
    await app.changesAuthorization({ authorizationCode: other.authorizationCodeIn(app), channelNumber: partner.channelNumber, change: 'revoke' });
    await stage.converged();
    await expectRefusal(partner.asksForCode(stage.fujian, { authorizationCode }), 'channelNotAuthorizedByPerson', { because: 'revoked' });
  });
});
