import type { ChannelAuthorizationCode, EcToken, QrValue } from '../../protocol/identifiers.js';
import { transactions } from '../../protocol/transactions/index.js';
import { activate, insuredProvinces, verifyPerson } from './activation-steps.js';
import { FUJIAN, GUANGDONG, HOSPITAL_35, HOSPITAL_44, NEW_NAME, SHENZHEN, XIAMEN, type Person } from './cast.js';
import { checkToken, scan } from './counter.js';
import { expectedIndex } from './credential-index.js';
import { stepThatSpreads } from './measured.js';
import type { Act } from './narrator.js';
import { requireCode } from './outcomes.js';
import { showDecoded } from './pictures.js';
import type { Play } from './play.js';
import { askForCode } from './show-code.js';

const ACT: Act = {
  title: ['第八幕  姓名变更，重新激活', 'Act 8  A changed name'], clause: '4.4',
  plays: ['姓名或证件变更，原凭证与其码、令牌在各省一并失效；以新身份重新激活。', 'a new name ends the old credential, codes and tokens; activated anew, it works.'],
};

/** What the person has in use under the old name. */
interface InUse {
  readonly onScreen: QrValue;
  readonly ecToken: EcToken;
  readonly ecIndexNo: string;
}

/** Act 8 (4.4): what was 贾示例's stops working everywhere, and what is 贾新名's works. */
export function actChangedName(play: Play, authorizationCode: ChannelAuthorizationCode): Promise<void> {
  const { jia } = play.people;
  const renamed = { ...jia, userName: NEW_NAME };
  return play.stage.perform(ACT, async () => {
    const inUse = await useEverywhere(play, authorizationCode);
    await rename(play, renamed);
    await nothingWorks(play, authorizationCode, inUse);
    await activateAnew(play, renamed, inUse);
  });
}

async function useEverywhere(play: Play, authorizationCode: ChannelAuthorizationCode): Promise<InUse> {
  const { stage, people: { jia } } = play;
  const words = ['变更之前：福建的码在屏幕上，广东的码已扫，令牌有效', 'before: a code of Fujian on the screen, one of Guangdong scanned, its token valid'] as const;
  const { inUse, valid } = await stage.step(words, async () => {
    const onScreen = requireCode(stage, await askForCode(play, FUJIAN, { authorizationCode, poolingArea: XIAMEN }));
    const inGuangdong = requireCode(stage, await askForCode(play, GUANGDONG, { authorizationCode, poolingArea: SHENZHEN }));
    const { ecToken, ecIndexNo } = await scan(play, HOSPITAL_44, inGuangdong);
    return { inUse: { onScreen, ecToken, ecIndexNo }, valid: await checkToken(play, HOSPITAL_44, ecToken, jia) };
  });
  stage.expect(valid, ['令牌校验通过', "the token is valid and Jia's"], 'A.1.7');
  return inUse;
}

async function rename(play: Play, renamed: Person): Promise<void> {
  const { stage, wire, people: { jia } } = play;
  const { idType, idNo, userName } = jia;
  const words = [`福建上报：${userName} 更名为 ${renamed.userName}`, 'Fujian reports that Jia has taken another name'] as const;
  const spreads = { row: transactions.syncActivation, to: insuredProvinces(jia), what: ['原凭证在各参保省终止', 'the old credential is over there'] } as const;
  const changed = await stepThatSpreads(play, words, spreads, () => wire.province(FUJIAN).call(transactions.changePerson, {
    idType, idNo, userName, newIdType: idType, newIdNo: idNo, newUserName: renamed.userName,
  }));
  const fresh = changed.credentialState === 'registered';
  stage.expect(fresh, ['新身份得到新的凭证，尚未激活', 'the new identity has a new credential, not activated'], '4.1, 4.4', changed.credentialState);
}

async function nothingWorks(play: Play, authorizationCode: ChannelAuthorizationCode, { onScreen, ecToken }: InUse): Promise<void> {
  const { stage, wire, enrolled, people: { jia } } = play;
  const { idType, idNo, userName } = jia;
  await stage.refused(['旧码：厦门医院扫屏幕上的那一码，应被拒', 'the old code, scanned in Xiamen, must be refused'], 'qrCodeInvalid', '4.4, INT-45', () => (
    scan(play, HOSPITAL_35, onScreen)
  ));
  await stage.refused(['旧令牌：广州医院再校验，应被拒', 'the old token, checked in Guangzhou, must be refused'], 'tokenInvalid', '4.4, INT-45', () => (
    checkToken(play, HOSPITAL_44, ecToken, jia)
  ));
  for (const [province, chinese, english] of [[FUJIAN, '福建', 'Fujian'], [GUANGDONG, '广东', 'Guangdong']] as const) {
    const words = [`旧凭证：官方渠道到${chinese}展码，应被拒`, `the old credential, to be shown in ${english}, must be refused`] as const;
    await stage.refused(words, 'credentialNotFound', '4.4', () => askForCode(play, province, { authorizationCode }));
  }
  await stage.refused(['旧姓名：官方渠道查询状态，应被拒', 'the old name, asked for in the official channel, must be refused'], 'realNameFailed', '4.4', () => (
    wire.channelAtNational(enrolled.channel).call(transactions.queryState, { idType, idNo, userName })
  ));
  stage.narrator.held(['旧码、旧令牌、旧凭证、旧姓名在各处都已失效', 'old code, token, credential and name: none of them works anywhere'], '4.4, INT-45');
}

async function activateAnew(play: Play, renamed: Person, { ecIndexNo }: InUse): Promise<void> {
  const { stage, wire, enrolled } = play;
  const { idType, idNo, userName } = renamed;
  const { next } = await stage.step([`${userName}：官方渠道查询状态`, 'the new name, asked for in the official channel'], () => (
    wire.channelAtNational(enrolled.channel).call(transactions.queryState, { idType, idNo, userName })
  ));
  stage.expect(next === 'activate', ['须重新激活', 'to be activated anew'], '4.4, 6.1.2.3 b', next);
  const authorizationCode = await activate(play, renamed, await verifyPerson(play, renamed));
  const decoded = await stage.step([`${userName}在福建展码，厦门医院扫码`, 'shown in Fujian under the new name, and scanned in Xiamen'], async () => (
    scan(play, HOSPITAL_35, requireCode(stage, await askForCode(play, FUJIAN, { authorizationCode, poolingArea: XIAMEN })))
  ));
  showDecoded(stage.narrator, decoded);
  stage.expect(decoded.userName === userName, ['恢复使用，返回新姓名', 'it works again, under the new name'], '4.4');
  const index = expectedIndex(wire.federation.plan.keys.credentialNumberKey, renamed);
  const another = decoded.ecIndexNo === index && index !== ecIndexNo;
  stage.expect(another, ['新身份，新标识码：索引号与独立算得的一致，与旧的不同', 'a new identity has a new number: as computed apart, and not the old one'], '4.1, INT-16');
}
