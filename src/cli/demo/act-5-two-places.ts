import type { ChannelAuthorizationCode } from '../../protocol/identifiers.js';
import { transactions } from '../../protocol/transactions/index.js';
import { insuranceSystemParty, NATIONAL_PARTY, provinceParty } from '../federation-keys.js';
import { areaName, FUJIAN, GUANGDONG, PHARMACY_44, SHENZHEN, XIAMEN, type Person } from './cast.js';
import { scan, settle, type Receipt } from './counter.js';
import type { Act } from './narrator.js';
import { expectSharesAddUp, requireCode } from './outcomes.js';
import { showChoice, showNotices, showReceipt } from './pictures.js';
import type { Play } from './play.js';
import { askForCode } from './show-code.js';

const PHARMACY_FEN = 158_60;

const ACT: Act = {
  title: ['第五幕  两地参保', 'Act 5  Insured in two places'], clause: '6.2.2.2 c, 6.3.2.2 d',
  plays: ['多地参保者先选一地，再发码；办结后通知其他参保地。', 'pick one of several insured places; the others are told.'],
};

/** Act 5 (6.2.2.2 c, 6.3.2.2 d): a person insured in two provinces is asked which, and the other one is told what was done. */
export function actTwoPlaces(play: Play, authorizationCode: ChannelAuthorizationCode): Promise<void> {
  return play.stage.perform(ACT, async () => {
    await askWhich(play, authorizationCode);
    const receipt = await chooseAndSettle(play, authorizationCode);
    await rememberChoice(play, authorizationCode);
    await findNotice(play, receipt);
    await findNone(play);
  });
}

async function askWhich(play: Play, authorizationCode: ChannelAuthorizationCode): Promise<void> {
  const { stage } = play;
  const words = ['贾示例在厦门、深圳两地参保，到广东出示', 'Jia, insured in Xiamen and in Shenzhen, has a code shown in Guangdong'] as const;
  const { ecQrCode, insuredPlaces = [] } = await stage.step(words, () => askForCode(play, GUANGDONG, { authorizationCode }));
  showChoice(stage.narrator, insuredPlaces);
  const areas = insuredPlaces.map((place) => place.poolingArea).toSorted().join(', ');
  const asked = ecQrCode === undefined && areas === `${XIAMEN}, ${SHENZHEN}`;
  stage.expect(asked, ['尚未发码，先请本人选择参保地', 'no code yet: the person is asked which insured place'], '6.2.2.2 c', areas);
}

async function chooseAndSettle(play: Play, authorizationCode: ChannelAuthorizationCode): Promise<Receipt> {
  const { stage } = play;
  const shown = await stage.step(['贾示例选择深圳', 'Jia picks Shenzhen'], () => askForCode(play, GUANGDONG, { authorizationCode, poolingArea: SHENZHEN }));
  const code = requireCode(stage, shown);
  stage.expect(shown.poolingArea === SHENZHEN, [`按所选参保地发码：${areaName(SHENZHEN)}`, 'the code is for the place that was picked'], '6.2.2.2 c');
  const words = ['深圳药店扫码并结算，国家中台通知福建', 'the pharmacy in Shenzhen scans and settles; national tells Fujian'] as const;
  const receipt = await stage.step(words, async () => {
    const settled = await settle(play, PHARMACY_44, (await scan(play, PHARMACY_44, code)).ecToken, PHARMACY_FEN);
    await stage.arrivals([
      { row: transactions.reportCompletion, from: provinceParty(GUANGDONG), to: NATIONAL_PARTY }, { row: transactions.syncNotice, to: provinceParty(FUJIAN) },
    ]);
    return settled;
  });
  showReceipt(stage.narrator, receipt);
  const there = stage.took({ row: transactions.settleInsurance, to: insuranceSystemParty(GUANGDONG) }) && !stage.took({ row: transactions.exchangeSettlement });
  stage.expect(there && receipt.insuOrg === SHENZHEN, ['由所选参保地的核心系统结算，不经外省', 'settled by the insurer of that place, within the province'], '6.4');
  expectSharesAddUp(stage, receipt, PHARMACY_FEN);
  return receipt;
}

async function rememberChoice(play: Play, authorizationCode: ChannelAuthorizationCode): Promise<void> {
  const { stage } = play;
  const shown = await stage.step(['下一次出示', 'the next time'], () => askForCode(play, GUANGDONG, { authorizationCode }));
  stage.expect(shown.poolingArea === SHENZHEN, ['记得上次的选择，不再询问', 'the choice is remembered; nobody is asked again'], 'INT-29');
}

/** What the local core business system of a province finds of what other insured places have done for a person. */
function findNotices({ wire }: Play, province: string, { idType, idNo, userName }: Person) {
  return wire.insuranceSystem(province).call(transactions.findNotices, { idType, idNo, userName });
}

async function findNotice(play: Play, { settlementNo, settledAt }: Receipt): Promise<void> {
  const { stage, people: { jia } } = play;
  const words = ['两省核心系统查贾示例的业务完成通知', 'both insurers look for what was done for Jia elsewhere'] as const;
  const [inFujian, inGuangdong] = await stage.step(words, async () => [await findNotices(play, FUJIAN, jia), await findNotices(play, GUANGDONG, jia)] as const);
  showNotices(stage.narrator, inFujian.notices);
  const [notice] = inFujian.notices;
  const told = inFujian.total === 1 && notice?.referenceNo === settlementNo && notice.insuOrg === SHENZHEN && notice.completedAt === settledAt;
  stage.expect(told, ['另一参保地福建得知：深圳已办结，编号与时间同回执', 'Fujian, the other insured place, knows: same number, same time as the receipt'], '6.3.2.2 d');
  stage.expect(inGuangdong.total === 0, ['办结的广东自己知道，不另通知', 'Guangdong, which did it, is sent none'], 'INT-71', `${inGuangdong.total} notices`);
}

async function findNone(play: Play): Promise<void> {
  const { stage, people: { zhen } } = play;
  const words = ['甄测试只在福建参保：查她的通知', 'Zhen is insured in Fujian only: is anybody told of her business?'] as const;
  const found = await stage.step(words, async () => [await findNotices(play, FUJIAN, zhen), await findNotices(play, GUANGDONG, zhen)]);
  stage.expect(found.every(({ total }) => total === 0), ['没有其他参保地，也就没有通知', 'no other insured place, so there is no notice'], 'INT-71');
}
