import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateRsa2KeyPair } from '../../src/crypto/rsa2.js';
import { transactions } from '../../src/protocol/transactions/index.js';
import { simulatedAuthCode } from '../../src/sandbox/alipay/alipay-simulator.js';
import { simulatedConsent } from '../../src/sandbox/wechat/wechat-simulator.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Channel } from './stage/channel.js';
import type { Citizen } from './stage/citizen.js';
import { expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { PaymentApps } from './stage/payment-apps.js';
import { xiamen } from './stage/places.js';
import { nationalWith } from './stage/restarted.js';

let cast: Cast;
let apps: PaymentApps;
let citizen: Citizen;
beforeAll(async () => {
  [cast, apps] = await Promise.all([openStageWithCast({ onFiles: true }), PaymentApps.open()]);
  citizen = await cast.stage.citizen({ insuredIn: [xiamen] });
}, 60_000);
afterAll(async () => {
  await apps.close();
  await cast.stage.close();
});

const national = () => cast.stage.national.publicServiceUrl;

function byWechat({ speaker }: Channel, person: Citizen, consent = simulatedConsent(person.userName, person.idNo)) {
  return speaker.ask(national(), transactions.verifyRealNameByWechat, { ...person.identity, businessPlace: xiamen, ...consent });
}

function byAlipay(person: Citizen, authCode = simulatedAuthCode(person.userName, person.idNo)) {
  return cast.app.speaker.ask(national(), transactions.verifyRealNameByAlipay, { authCode, businessPlace: xiamen });
}

const beginsFace = (handlingSerialNo: string) => (
  cast.app.speaker.ask(national(), transactions.beginAlipayFace, { handlingSerialNo, returnUrl: 'https://channel.example.test/back' })
);
const finishesFace = (handlingSerialNo: string, certifyTicket: string) => (
  cast.app.speaker.ask(national(), transactions.finishAlipayFace, { handlingSerialNo, certifyTicket })
);

describe('表 C.4 微信 (INT-122)', () => {
  beforeAll(async () => {
    await nationalWith(cast.stage, { wechat: apps.wechat({ channelNumber: cast.partner.channelNumber, merchant: undefined }), alipay: apps.alipay({ appId: undefined }) });
  });

  it('500025 未设置应用关联的公众号或小程序信息 · a channel that is linked with no mini program', async () => {
    await expectRefusedWithoutTrace(cast.stage, () => byWechat(cast.app, citizen), 'officialAccountNotConfigured', { because: 'no entry for channel' });
  });

  it('500026 微信小程序获取实名信息需设置商户信息 · the linked mini program has no merchant', async () => {
    await expectRefusedWithoutTrace(cast.stage, () => byWechat(cast.partner, citizen), 'wechatMerchantNotConfigured', { because: 'no merchant' });
  });

  it('500043 支付宝请求缺少入参，请检查配置 · the national tier has no application id at Alipay', async () => {
    await expectRefusedWithoutTrace(cast.stage, () => byAlipay(citizen), 'alipayParametersMissing', { because: 'alipay.appId' });
  });
});

describe('表 C.4 支付宝 (INT-123)', () => {
  it('500045 支付宝签名校验失败 · an answer that another key than the configured one has signed', async () => {
    await nationalWith(cast.stage, { alipay: apps.alipay({ alipayPublicKey: generateRsa2KeyPair().publicKey }) });
    await expectRefusedWithoutTrace(cast.stage, () => byAlipay(citizen), 'alipaySignatureInvalid');
  });

  it('500046 支付宝数据解密失败 · an answer that was encrypted with another key than the configured one', async () => {
    await nationalWith(cast.stage, { alipay: apps.alipay({ encryptKey: Buffer.alloc(16, 9).toString('base64') }) });
    await expectRefusedWithoutTrace(cast.stage, () => byAlipay(citizen), 'alipayDecryptionFailed');
  });

  it('500047 请求支付宝提示：支付宝缺少相关配置 · an application for which no public key was uploaded at Alipay', async () => {
    await nationalWith(cast.stage, { alipay: apps.alipay({ appId: '2026000000000099' }) });
    await expectRefusedWithoutTrace(cast.stage, () => byAlipay(citizen), 'alipayConfigurationMissing', { because: 'isv.missing-signature-key' });
  });
});

describe('with everything configured', () => {
  beforeAll(async () => {
    await nationalWith(cast.stage, { wechat: apps.wechat({ channelNumber: cast.app.channelNumber }), alipay: apps.alipay() });
  });

  it('500048 获取支付宝用户信息失败 · a consent that Alipay does not know', async () => {
    await expectRefusedWithoutTrace(cast.stage, () => byAlipay(citizen, 'nobody-s-consent'), 'alipayUserInfoFailed', { because: 'isv.code-invalid' });
  });

  it('500044 支付宝获取人脸必要参数失败 · Alipay does not begin a face verification for this person', async () => {
    const impostor = await cast.stage.citizen({ insuredIn: [xiamen], name: '甄冒名' });
    const { handlingSerialNo } = await byAlipay(impostor);
    await expectRefusedWithoutTrace(cast.stage, () => beginsFace(handlingSerialNo), 'alipayFaceParametersFailed', { because: 'INVALID_PARAMETER' });
  });

  it('activates a person whose name and face Alipay has confirmed', async () => {
    const person = await cast.stage.citizen({ insuredIn: [xiamen] });
    const { handlingSerialNo } = await byAlipay(person);
    const { certifyTicket, certifyUrl } = await beginsFace(handlingSerialNo);
    expect(certifyUrl).toContain('method=alipay.user.certify.open.certify');
    const { realPersonSerialNo } = await finishesFace(handlingSerialNo, certifyTicket);
    await expect(cast.app.activates({ handlingSerialNo, realPersonSerialNo, password: person.password })).resolves.toHaveProperty('credentialState', 'activated');
  });

  it('takes no face for another handling than the one it was begun for, and counts one that did not match', async () => {
    const [person, other] = [await cast.stage.citizen({ insuredIn: [xiamen], name: '甄他人' }), await cast.stage.citizen({ insuredIn: [xiamen] })];
    const [one, two] = [await byAlipay(person), await byAlipay(other)];
    const { certifyTicket } = await beginsFace(one.handlingSerialNo);
    await expectRefusedWithoutTrace(cast.stage, () => finishesFace(two.handlingSerialNo, certifyTicket), 'badRequest', { naming: 'data.certifyTicket' });
    await expectRefusal(finishesFace(one.handlingSerialNo, certifyTicket), 'forbidden', { naming: 'data.certifyTicket', because: '4 tries left' });
  });

  it('opens a handling for a person whom WeChat Pay knows by this name, and for nobody else', async () => {
    const person = await cast.stage.citizen({ insuredIn: [xiamen] });
    await expect(byWechat(cast.app, person)).resolves.toHaveProperty('credentialState', 'registered');
    const consents = [simulatedConsent(citizen.userName, citizen.idNo), { openId: 'o1', wechatCode: 'nobody-s-code' }];
    for (const act of consents.map((consent) => () => byWechat(cast.app, person, consent))) {
      await expectRefusedWithoutTrace(cast.stage, act, 'realNameFailed', { because: 'WeChat Pay' });
    }
  });
});
