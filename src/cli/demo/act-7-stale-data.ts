import { setTimeout as pause } from 'node:timers/promises';
import type { RunningTier } from '../../kernel/host/start-tier.js';
import { provinceOfQrValue, type ChannelAuthorizationCode, type DisplayId, type EcToken } from '../../protocol/identifiers.js';
import { transactions } from '../../protocol/transactions/index.js';
import { insuranceTypes } from '../../protocol/transactions/fields.js';
import { NATIONAL_PARTY, provinceParty } from '../federation-keys.js';
import { areaName, FUJIAN, FUZHOU, GUANGDONG, HOSPITAL_44, REGISTRATION, XIAMEN } from './cast.js';
import { checkToken, register, scan } from './counter.js';
import type { Act } from './narrator.js';
import { requireCode } from './outcomes.js';
import { showHandling } from './pictures.js';
import type { Play } from './play.js';
import { askForCode } from './show-code.js';

const ACT: Act = {
  title: ['第七幕  参保地变更，数据过期', 'Act 7  Stale data'], clause: '6.3.2.2 c',
  plays: ['参保地先比对数据：不一致就告知新的，业务地更新，重新展码。', 'the insured place compares; stale data are refreshed, a new code is shown.'],
};

/** 国家的变更通知: national's word of the change, on its way to Guangdong. */
const LATE_WORD = { row: transactions.syncInsuredPlaces, from: NATIONAL_PARTY, to: provinceParty(GUANGDONG) };

const TRIAL_MS = 10_000;
const LOOK_EVERY_MS = 10;
const MOST_LINES = 100;

/** What is under way at the hospital in Guangzhou. */
interface Visit {
  readonly showId: DisplayId | undefined;
  readonly ecToken: EcToken;
  readonly institutionSerialNo: string;
}

/** Act 7 (6.3.2.2 c, INT-17): Guangdong is away while the insured place changes, and meets the change in the middle of a business. */
export function actStaleData(play: Play, authorizationCode: ChannelAuthorizationCode): Promise<void> {
  return play.stage.perform(ACT, async () => {
    const visit = await comeToHospital(play, authorizationCode);
    await moveWhileAway(play);
    await meetTheChange(play, visit);
    await showAnew(play, authorizationCode, visit);
    await hearLater(play);
  });
}

async function comeToHospital(play: Play, authorizationCode: ChannelAuthorizationCode): Promise<Visit> {
  const { stage, wire } = play;
  const words = ['甄测试到广州医院挂号：展码，扫码', 'Zhen comes to the hospital in Guangzhou to be registered: shown and scanned'] as const;
  const { shown, decoded } = await stage.step(words, async () => {
    const answer = await askForCode(play, GUANGDONG, { authorizationCode });
    return { shown: answer, decoded: await scan(play, HOSPITAL_44, requireCode(stage, answer), REGISTRATION) };
  });
  stage.expect(decoded.insuOrg === XIAMEN, [`广东所知的参保地：${areaName(XIAMEN)}`, 'what Guangdong knows: insured in Xiamen'], 'A.1.6', decoded.insuOrg);
  return { showId: shown.showId, ecToken: decoded.ecToken, institutionSerialNo: wire.ids.id() };
}

/** The change takes effect in Fujian and at national; what Guangdong must learn waits in the outbox. */
async function moveWhileAway({ stage, wire, people: { zhen } }: Play): Promise<void> {
  const { idType, idNo, userName } = zhen;
  const home = provinceParty(FUJIAN);
  const words = ['广东中台停机片刻；其间她的参保地由厦门改为福州', 'Guangdong is down for a moment; meanwhile her insured place becomes Fuzhou'] as const;
  const waiting = await stage.step(words, () => wire.federation.whileAway(GUANGDONG, async () => {
    const insuredPlaces = [{ poolingArea: FUZHOU, insuranceType: insuranceTypes.employee }];
    await wire.insuranceSystem(FUJIAN).call(transactions.updateInsuredPlaces, { idType, idNo, userName, insuredPlaces });
    await stage.arrivals([{ row: transactions.reportInsuredPlaces, from: home, to: NATIONAL_PARTY }, { row: transactions.syncInsuredPlaces, to: home }]);
    return undelivered(wire.federation.national);
  }));
  const held = ['福建、国家已更新；给广东的通知未能投递，留在国家的发件箱', 'Fujian and national know; the word for Guangdong waits in the outbox of national'] as const;
  stage.expect(waiting, held, 'INT-72');
}

/** Whether national has tried in vain to deliver its word, and keeps it; as `openec outbox` shows it. */
async function undelivered({ kernel }: RunningTier): Promise<boolean> {
  for (const end = performance.now() + TRIAL_MS; performance.now() < end; await pause(LOOK_EVERY_MS)) {
    const lines = (await kernel.outbox.undelivered(MOST_LINES)).filter(({ transType }) => transType === LATE_WORD.row.transType);
    if (lines.some(({ destination, attempts }) => destination === LATE_WORD.to && attempts > 0)) return true;
  }
  return false;
}

async function meetTheChange(play: Play, { ecToken, institutionSerialNo }: Visit): Promise<void> {
  const { stage, people: { zhen } } = play;
  const words = ['广东恢复；医院提交挂号，数据已过期，应被拒', 'Guangdong is back; the hospital asks to register her, on stale data'] as const;
  const refusal = await stage.refused(words, 'cacheExpired', '6.3.2.2 c', () => register(play, HOSPITAL_44, ecToken, institutionSerialNo));
  const asked = stage.took({ row: transactions.remoteHandling, from: NATIONAL_PARTY, to: provinceParty(FUJIAN) });
  const told = refusal.diagnosis ?? '';
  stage.expect(asked && told.includes(FUZHOU), ['福建比对不一致，告知新的统筹区', `Fujian found them different and told the new ones: ${told}`], '6.3.2.2 c, INT-17', told);
  // The outbox tries again by itself; on a slow machine that may have happened by now.
  if (stage.took(LATE_WORD, 'act')) stage.narrator.note(['国家的通知此时也已到达，两者一致', "national's word has arrived by now as well; both say the same"]);
  else stage.narrator.held(['国家的通知还没到：是福建的答复更新了广东的缓存', "national's word is not there yet: it was Fujian's answer that refreshed the cache"], '6.3.2.2 c');
  await stage.refused(['原令牌再校验，应被拒', 'the token of the old data must be refused'], 'tokenInvalid', 'INT-74', () => (
    checkToken(play, HOSPITAL_44, ecToken, zhen)
  ));
  stage.narrator.held(['旧码、旧令牌已作废，须重新展码', 'old codes and tokens are void; a new code must be shown'], 'INT-74');
}

async function showAnew(play: Play, authorizationCode: ChannelAuthorizationCode, { showId, institutionSerialNo }: Visit): Promise<void> {
  const { stage } = play;
  const shown = await stage.step(['渠道重新展码', 'the channel shows a new code'], () => (
    askForCode(play, GUANGDONG, showId === undefined ? { authorizationCode } : { authorizationCode, showId })
  ));
  const code = requireCode(stage, shown);
  const cached = !stage.took({ row: transactions.exchangeCredential }) && provinceOfQrValue(code) === GUANGDONG;
  const anew = [`新码属 ${areaName(FUZHOU)}，出自更新后的缓存`, 'it is for Fuzhou, from the refreshed cache'] as const;
  stage.expect(shown.poolingArea === FUZHOU && cached, anew, '6.3.2.2 c', shown.poolingArea);
  const receipt = await stage.step(['医院重新扫码，以原流水号再次挂号', 'scanned again; the same registration under the same serial number'], async () => (
    register(play, HOSPITAL_44, (await scan(play, HOSPITAL_44, code, REGISTRATION)).ecToken, institutionSerialNo)
  ));
  showHandling(stage.narrator, receipt);
  const done = receipt.insuOrg === FUZHOU && receipt.institutionSerialNo === institutionSerialNo;
  stage.expect(done, ['数据一致，参保地办结', 'the data agree, and the insured place has handled it'], '6.3.2.2 c', receipt.insuOrg);
}

async function hearLater({ stage }: Play): Promise<void> {
  await stage.step(['发件箱自动重投，国家的通知送达广东', "the outbox tries again by itself: national's word reaches Guangdong"], () => stage.arrivals([LATE_WORD], 'act'));
  stage.narrator.held(['停机期间的消息没有丢', 'what was said while Guangdong was away is not lost'], '6.3.2.2 c, INT-72');
}
