import { provinceOfQrValue, type ChannelAuthorizationCode } from '../../protocol/identifiers.js';
import { transactions } from '../../protocol/transactions/index.js';
import { insuranceSystemParty, NATIONAL_PARTY, provinceParty } from '../federation-keys.js';
import { FUJIAN, GUANGDONG, HOSPITAL_44, XIAMEN } from './cast.js';
import { scan, settle, type Decoded, type Receipt } from './counter.js';
import type { Act, Words } from './narrator.js';
import { expectSharesAddUp, requireCode } from './outcomes.js';
import { showDecoded, showReceipt } from './pictures.js';
import type { Play } from './play.js';
import { askForCode, type Shown } from './show-code.js';

const HOSPITAL_FEN = 268_00;

const ACT: Act = {
  title: ['第三幕  异地出示与异地结算', 'Act 3  Shown and settled away from home'], clause: '6.2, 6.5',
  plays: ['人在广东、参保在福建：广东发码、解码，费用经国家由福建结算。', 'in Guangdong, insured in Fujian: code issued there, settled by Fujian.'],
};

/** Act 3 (6.2, 6.5): in another province. */
export function actAwayFromHome(play: Play, authorizationCode: ChannelAuthorizationCode): Promise<void> {
  return play.stage.perform(ACT, async () => {
    const decoded = await showAway(play, authorizationCode);
    const receipt = await settleAway(play, decoded);
    await findInBothProvinces(play, receipt);
  });
}

/** 6.2.2.2 b: unknown in Guangdong, fetched from national, issued there; scanned by a hospital there. */
async function showAway(play: Play, authorizationCode: ChannelAuthorizationCode): Promise<Decoded> {
  const { stage } = play;
  const asksNational = { row: transactions.exchangeCredential, from: provinceParty(GUANGDONG), to: NATIONAL_PARTY };
  const display = (words: Words): Promise<Shown> => stage.step(words, () => askForCode(play, GUANGDONG, { authorizationCode }));
  requireCode(stage, await display(['甄测试到广东出示二维码', 'Zhen has a code shown in Guangdong']));
  stage.expect(stage.took(asksNational), ['本地无缓存，向国家取回凭证信息', 'a cache miss: Guangdong fetched the credential from national'], '6.2.2.2 b');
  const code = requireCode(stage, await display(['再次出示', 'and shown once more']));
  stage.expect(!stage.took(asksNational), ['已有缓存，不再询问国家', 'now it is known here; national is not asked'], '6.2.2.2 b');
  stage.expect(provinceOfQrValue(code) === GUANGDONG, ['由业务地广东发码', 'the business place issued the code'], '4.9, 5.2.3');
  const decoded = await stage.step(['广州医院扫码解码', 'the hospital in Guangzhou scans it'], () => scan(play, HOSPITAL_44, code));
  showDecoded(stage.narrator, decoded);
  stage.expect(decoded.insuOrg === XIAMEN, ['参保地为厦门', 'insured in Xiamen'], 'A.1.6', decoded.insuOrg);
  return decoded;
}

/** 6.5.2.2: through national to the insured place. */
async function settleAway(play: Play, { ecToken }: Decoded): Promise<Receipt> {
  const { stage } = play;
  const [away, home] = [provinceParty(GUANGDONG), provinceParty(FUJIAN)];
  const receipt = await stage.step(['异地结算：广东 → 国家 → 参保地福建', 'settled at the insured place: Guangdong → national → Fujian'], () => (
    settle(play, HOSPITAL_44, ecToken, HOSPITAL_FEN)
  ));
  showReceipt(stage.narrator, receipt);
  const path = [
    { row: transactions.exchangeSettlement, from: away, to: NATIONAL_PARTY }, { row: transactions.remoteSettlement, from: NATIONAL_PARTY, to: home },
    { row: transactions.settleInsurance, from: home, to: insuranceSystemParty(FUJIAN) },
  ];
  stage.expect(path.every((hop) => stage.took(hop)), ['经国家交换，由参保地结算', 'exchanged through national, settled where she is insured'], '6.5.2.2 c');
  expectSharesAddUp(stage, receipt, HOSPITAL_FEN);
  return receipt;
}

async function findInBothProvinces({ stage, wire, enrolled }: Play, { settlementNo, ...receipt }: Receipt): Promise<void> {
  const words = ['两省各查一次回执', 'the receipt is looked up in both provinces'] as const;
  const found = await stage.step(words, async () => [
    await wire.institution(HOSPITAL_44, enrolled).call(transactions.findReceipt, { settlementNo }),
    await wire.insuranceSystem(FUJIAN).call(transactions.findReceipt, { settlementNo }),
  ]);
  const same = found.every((each) => Object.entries(receipt).every(([field, value]) => Reflect.get(each, field) === value));
  stage.expect(same, ['广东、福建所存回执完全一致', 'Guangdong and Fujian hold the same receipt'], '6.5');
}
