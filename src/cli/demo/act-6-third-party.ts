import type { ChannelAuthorizationCode, QrValue } from '../../protocol/identifiers.js';
import { transactions } from '../../protocol/transactions/index.js';
import { NATIONAL_PARTY } from '../federation-keys.js';
import { insuredProvinces } from './activation-steps.js';
import { FUJIAN, GUANGDONG, HOSPITAL_35, HOSPITAL_44, SHENZHEN, XIAMEN } from './cast.js';
import { scan } from './counter.js';
import { stepThatSpreads } from './measured.js';
import type { Act } from './narrator.js';
import { requireCode } from './outcomes.js';
import { showAuthorizations } from './pictures.js';
import type { Play } from './play.js';
import { askForCode } from './show-code.js';

const ACT: Act = {
  title: ['第六幕  第三方渠道：授权与撤销', 'Act 6  Authorized and revoked'], clause: '4.6, 4.7, 6.1.4',
  plays: ['别家的应用须先得本人授权；本人可在官方渠道撤销，各参保省得知。', 'a person authorizes another app, and revokes it.'],
};

/** Act 6 (4.6, 4.7, 6.1.4): a channel may nothing, then it may, then it may no more. `official` is the code that the official channel holds. */
export function actThirdParty(play: Play, official: ChannelAuthorizationCode): Promise<void> {
  return play.stage.perform(ACT, async () => {
    await mayNothingYet(play, official);
    const authorizationCode = await authorize(play);
    const onScreen = await mayShow(play, authorizationCode);
    await revoke(play, official);
    await mayNoMore(play, authorizationCode, onScreen);
    await officialGoesOn(play, official);
  });
}

/** 6.1.2.3 b: before the authorization. */
async function mayNothingYet(play: Play, official: ChannelAuthorizationCode): Promise<void> {
  const { stage, wire, enrolled: { partner }, people: { jia: { idType, idNo, userName } } } = play;
  const state = await stage.step(['示例支付：贾示例的凭证可用吗？', 'the channel asks whether it may use Jia\'s credential'], () => (
    wire.channelAtNational(partner).call(transactions.queryState, { idType, idNo, userName })
  ));
  const first = state.credentialState === 'activated' && !state.authorized && state.next === 'authorize';
  stage.expect(first, ['凭证已激活，但须先由本人授权此渠道', 'it is activated, but the person must authorize this channel first'], '4.6, 6.1.2.3 b', state.next);
  await stage.refused(['示例支付拿官方渠道的授权码来用，应被拒', "using the official channel's code must be refused"], 'authorizationCodeInvalid', '6.1.4.3', () => (
    askForCode(play, FUJIAN, { authorizationCode: official, poolingArea: XIAMEN }, partner)
  ));
  stage.narrator.held(['授权码只对得到它的渠道有效', 'a code works for the channel it was given to, and for no other'], '6.1.4.3, INT-46');
}

async function authorize(play: Play): Promise<ChannelAuthorizationCode> {
  const { wire, enrolled: { partner }, people: { jia } } = play;
  const { idType, idNo, userName, password } = jia;
  const words = ['贾示例以密码确认，授权示例支付', 'Jia authorizes the channel and confirms with the password'] as const;
  const spreads = { row: transactions.syncAuthorization, to: insuredProvinces(jia), what: ['授权在各参保省生效', 'the authorization is in effect there'] } as const;
  const granted = await stepThatSpreads(play, words, spreads, () => (
    wire.channelAtNational(partner).call(transactions.grantAuthorization, { idType, idNo, userName, password })
  ));
  play.stage.expect(granted.state === 'granted', ['渠道获得自己的个人渠道授权码', 'the channel holds an authorization code of its own'], '6.1.4.3 b, c', granted.state);
  return granted.authorizationCode;
}

/** What it may while it is authorized. Gives a code that stays on the screen. */
async function mayShow(play: Play, authorizationCode: ChannelAuthorizationCode): Promise<QrValue> {
  const { stage, enrolled: { partner } } = play;
  const words = ['示例支付在福建、广东各展一码', 'the channel has a code shown in Fujian and one in Guangdong'] as const;
  const [inFujian, inGuangdong] = await stage.step(words, async () => [
    await askForCode(play, FUJIAN, { authorizationCode, poolingArea: XIAMEN }, partner),
    await askForCode(play, GUANGDONG, { authorizationCode, poolingArea: SHENZHEN }, partner),
  ] as const);
  const known = !stage.took({ row: transactions.exchangeCredential, to: NATIONAL_PARTY });
  stage.expect(known, ['两省已存有授权，不再询问国家', 'both provinces hold the authorization; national is not asked'], '6.1.4.3 c');
  const decoded = await stage.step(['广州医院扫广东的那一码', 'the hospital in Guangzhou scans the one of Guangdong'], () => (
    scan(play, HOSPITAL_44, requireCode(stage, inGuangdong))
  ));
  const whose = decoded.chnlId === partner.channelNumber && decoded.userName === play.people.jia.userName;
  stage.expect(whose, ['得到本人身份与展码的渠道；福建的那一码留在屏幕上', 'the person and the channel are told; the one of Fujian stays on the screen'], 'A.1.6');
  return requireCode(stage, inFujian);
}

async function revoke(play: Play, official: ChannelAuthorizationCode): Promise<void> {
  const { stage, wire, enrolled: { channel, partner }, people: { jia } } = play;
  const managing = wire.channelAtNational(channel);
  const { authorizations } = await stage.step(['贾示例在官方渠道查看授权', 'Jia looks at the authorizations in the official channel'], () => (
    managing.call(transactions.listAuthorizations, { authorizationCode: official })
  ));
  showAuthorizations(stage.narrator, authorizations);
  const seen = authorizations.some(({ channelNumber, state }) => channelNumber === partner.channelNumber && state === 'granted');
  stage.expect(seen, ['看到示例支付：已授权', 'and sees the channel: granted'], '4.7');
  const spreads = { row: transactions.syncAuthorization, to: insuredProvinces(jia), what: ['撤销在各参保省生效', 'the revocation is in effect there'] } as const;
  const changed = await stepThatSpreads(play, ['贾示例撤销对示例支付的授权', 'Jia revokes it'], spreads, () => (
    managing.call(transactions.changeAuthorization, { authorizationCode: official, channelNumber: partner.channelNumber, change: 'revoke' })
  ));
  stage.expect(changed.state === 'revoked', ['授权已撤销', 'revoked'], '4.7', changed.state);
}

/** What the channel is answered afterwards. */
async function mayNoMore(play: Play, authorizationCode: ChannelAuthorizationCode, onScreen: QrValue): Promise<void> {
  const { stage, wire, enrolled: { partner }, people: { jia: { idType, idNo, userName } } } = play;
  for (const [province, chinese, english] of [[FUJIAN, '福建', 'Fujian'], [GUANGDONG, '广东', 'Guangdong']] as const) {
    const words = [`示例支付再到${chinese}展码，应被拒`, `the channel asks ${english} for a code and must be refused`] as const;
    await stage.refused(words, 'channelNotAuthorizedByPerson', '4.7', () => askForCode(play, province, { authorizationCode }, partner));
  }
  stage.narrator.held(['两省都拒绝：应用渠道未授权', 'both provinces refuse: the person has not authorized it'], '4.7, INT-10');
  await stage.refused(['厦门医院扫还在屏幕上的那一码，应被拒', 'the code that is still on the screen must be refused'], 'qrCodeInvalid', 'INT-45', () => (
    scan(play, HOSPITAL_35, onScreen)
  ));
  stage.narrator.held(['撤销之前展出的码一并作废', 'a code shown before the revocation is void as well'], 'INT-45');
  const { state } = await stage.step(['示例支付查询授权状态', 'the channel asks how its authorization stands'], () => (
    wire.channelAtNational(partner).call(transactions.queryAuthorization, { idType, idNo, userName })
  ));
  stage.expect(state === 'revoked', ['答复：已撤销', 'and is told: revoked'], '6.1.4.3 c', state);
}

async function officialGoesOn(play: Play, authorizationCode: ChannelAuthorizationCode): Promise<void> {
  const { stage } = play;
  const shown = await stage.step(['贾示例在官方渠道照常展码', 'in the official channel Jia has a code shown as before'], () => (
    askForCode(play, FUJIAN, { authorizationCode, poolingArea: XIAMEN })
  ));
  requireCode(stage, shown);
  stage.narrator.held(['官方渠道无需授权，不受影响', 'the official channel needs no authorization and is not touched'], '4.5');
}
