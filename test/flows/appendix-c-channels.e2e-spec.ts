import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { transactions } from '../../src/protocol/transactions/index.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Channel } from './stage/channel.js';
import type { Citizen } from './stage/citizen.js';
import { expectRefusal } from './stage/expectations.js';
import { accessForm, agreement, applies, channelKeys, channelLine, passed, reportsUp, type HandedOver } from './stage/onboarding.js';
import { xiamen } from './stage/places.js';

let cast: Cast;
let citizen: Citizen;
beforeAll(async () => {
  cast = await openStageWithCast();
  citizen = await cast.activated({ insuredIn: [xiamen], through: cast.partner });
}, 60_000);
afterAll(() => cast.stage.close());

const national = () => cast.stage.national.publicServiceUrl;
const tokenOf = async ({ speaker }: Channel) => (await speaker.ask(national(), transactions.getAccessToken, { secret: speaker.keys.appSecret })).accessToken;
const ticketOf = async (channel: Channel) => (await channel.speaker.ask(national(), transactions.getApiTicket, { accessToken: await tokenOf(channel) })).apiTicket;
const operates = async (channel: Channel, act: string) => (await cast.stage.centre.staff).operator.asks('POST', `channels/${channel.channelNumber}/${act}`, { reason: '示例原因' });

/** A channel of another party whose only agreement can be ended. */
async function channelWithAgreement(): Promise<{ channel: Channel; agreementId: string }> {
  const staff = await cast.stage.centre.staff;
  const applicationId = await applies(staff.city, accessForm([channelLine('示例协议终止', { creditCode: '91120000MA00000042' })]));
  const { agreementId } = await staff.city.asks<{ agreementId: string }>('POST', `applications/${applicationId}/agreements`, agreement());
  await reportsUp(staff, applicationId);
  await staff.decider.asks('POST', `applications/${applicationId}/decision`, { approved: true });
  const { wanted, privateKey } = channelKeys(1);
  await staff.issuer.asks('POST', `applications/${applicationId}/issue`, { ...passed, channels: [wanted] });
  const { lines: [line] } = await staff.city.asks<{ lines: HandedOver[] }>('POST', `applications/${applicationId}/notice/printing`, { format: 'json' });
  if (line === undefined) throw new Error('a notice without a line');
  return { channel: cast.stage.centre.channelOf(line.name, line.channelNumber, { ...line, privateKey }), agreementId };
}

describe('表 C.4 渠道准入', () => {
  it('500052 该应用渠道已审核 · an application is decided a second time', async () => {
    const staff = await cast.stage.centre.staff;
    const applicationId = await applies(staff.city, accessForm([channelLine('示例重审')]));
    await reportsUp(staff, applicationId);
    const decides = () => staff.decider.asks('POST', `applications/${applicationId}/decision`, { approved: true });
    await decides();
    await expectRefusal(decides(), 'channelAlreadyReviewed');
  });

  it('500007 该应用渠道未授权 · a channel whose agreement with the national bureau was ended', async () => {
    const { channel, agreementId } = await channelWithAgreement();
    const { operator } = await cast.stage.centre.staff;
    await operator.asks('POST', `agreements/${agreementId}/ending`, { reason: '违反合作协议' });
    await cast.stage.converged();
    await expectRefusal(channel.asksForState(citizen.identity), 'channelNotAuthorizedNationally');
  });

  it('500013 该应用渠道未通过审核 · a channel that the management centre has suspended', async () => {
    const channel = await cast.stage.centre.onboards('示例停用');
    await operates(channel, 'suspension');
    await expectRefusal(channel.asksForState(citizen.identity), 'channelNotApproved');
  });

  it('500056 解除应用渠道失败 · a channel is retired that is retired already', async () => {
    const channel = await cast.stage.centre.onboards('示例解除');
    await operates(channel, 'retirement');
    await expectRefusal(operates(channel, 'retirement'), 'channelRemovalFailed', { because: 'the channel is retired' });
  });

  it('500031 页码和页面大小存在空值 · a list of the management centre without a page', async () => {
    const { operator } = await cast.stage.centre.staff;
    await expectRefusal(operator.asks('GET', 'channels'), 'pageParametersMissing', { because: 'page: is missing' });
  });
});

describe('表 C.4 专用页面', () => {
  it('500034 请求AccessToken出错 · a SECRET that is not the one of this APPID', async () => {
    await expectRefusal(cast.partner.speaker.ask(national(), transactions.getAccessToken, { secret: 'A'.repeat(32) }), 'accessTokenFailed', { naming: 'data.secret' });
  });

  it('500035 请求ApiTicket出错 · a ticket is asked for with another channel\'s AccessToken', async () => {
    const accessToken = await tokenOf(cast.app);
    await expectRefusal(cast.partner.speaker.ask(national(), transactions.getApiTicket, { accessToken }), 'apiTicketFailed', { naming: 'data.accessToken' });
  });

  it('500024 需要生成的链接类型为空或不存在 · a link to a page that does not exist', async () => {
    const apiTicket = await ticketOf(cast.partner);
    await expectRefusal(cast.partner.speaker.ask(national(), transactions.linkPage, { apiTicket }), 'linkTypeMissing', { naming: 'data.linkType' });
    await expectRefusal(cast.partner.speaker.ask(national(), transactions.linkPage, { apiTicket, linkType: 'lottery' }), 'linkTypeMissing', { naming: 'data.linkType' });
  });

  it('500062 code不存在或已失效 · a one-time code that nobody was given', async () => {
    const exchange = { accessToken: await tokenOf(cast.partner), code: 'nobody-s' };
    await expectRefusal(cast.partner.speaker.ask(national(), transactions.exchangeAccessCode, exchange), 'accessCodeInvalid');
  });

  it('500022 用户未授权或已过期，请重新进入 · the person has withdrawn before the channel exchanged its code', async () => {
    const { app, partner } = cast;
    const granted = { apiTicket: await ticketOf(partner), authorizationCode: citizen.authorizationCodeIn(partner) };
    const { code } = await partner.speaker.ask(national(), transactions.issueAccessCode, granted);
    await app.changesAuthorization({ authorizationCode: await citizen.authorizes(app), channelNumber: partner.channelNumber, change: 'revoke' });
    await expectRefusal(partner.speaker.ask(national(), transactions.exchangeAccessCode, { accessToken: await tokenOf(partner), code }), 'userNotAuthorized');
    await cast.stage.converged();
  });

  it('500038 电子凭证未配置请求移动支付清单地址 · the list of mobile payments of a province that has configured none', async () => {
    const { stage, app, activated } = cast;
    const payer = await activated({ insuredIn: [xiamen] });
    const authorizationCode = payer.authorizationCodeIn(app);
    await expectRefusal(app.speaker.ask(stage.fujian.publicServiceUrl, transactions.linkBill, { authorizationCode }), 'mobilePaymentBillAddressNotConfigured', { because: 'mobilePayment.billUrl' });
  });
});
