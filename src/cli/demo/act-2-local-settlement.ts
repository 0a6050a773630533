import { isIssuedQrValue, type ChannelAuthorizationCode, type QrValue } from '../../protocol/identifiers.js';
import { transactions } from '../../protocol/transactions/index.js';
import { insuranceSystemParty, provinceParty } from '../federation-keys.js';
import { areaName, FUJIAN, HOSPITAL_35, XIAMEN } from './cast.js';
import { scan, settle, type Decoded } from './counter.js';
import { expectedIndex } from './credential-index.js';
import { expectSharesAddUp, requireCode } from './outcomes.js';
import { grouped, showBarCode, showDecoded, showQrCode, showReceipt } from './pictures.js';
import type { Act } from './narrator.js';
import type { Play } from './play.js';
import { askForCode } from './show-code.js';

const TOTAL_FEN = 123_45;

const ACT: Act = {
  title: ['第二幕  本地扫码结算', 'Act 2  Shown, scanned and settled at home'], clause: '6.2, 6.4',
  plays: ['手机出示二维码，医院扫码得到身份与令牌（TOKEN），凭令牌结算一次。', 'shown on the phone, scanned at the hospital, settled with the token that gives.'],
};

/** Act 2 (6.2, 6.4): a code shown and scanned at home, settled by the insurer there; the same code is no good a second time. */
export function actLocalSettlement(play: Play, authorizationCode: ChannelAuthorizationCode): Promise<void> {
  return play.stage.perform(ACT, async () => {
    const code = await show(play, authorizationCode);
    const decoded = await decode(play, code);
    await pay(play, decoded);
    await scanAgain(play, code);
  });
}

async function show(play: Play, authorizationCode: ChannelAuthorizationCode): Promise<QrValue> {
  const { stage } = play;
  const shown = await stage.step(['甄测试在福建出示二维码和一维码', 'Zhen has a code shown in Fujian, in two and in one dimension'], () => askForCode(play, FUJIAN, { authorizationCode, symbol: 'both' }));
  const code = requireCode(stage, shown);
  const area = areaName(shown.poolingArea ?? '');
  showQrCode(stage.narrator, code, [`码值 value  ${grouped(code)}`, `28 位 digits：424 … ${FUJIAN} 0000`, `统筹区 pooling area  ${area}`]);
  showBarCode(stage.narrator, code);
  stage.expect(isIssuedQrValue(code) && code.slice(22, 24) === FUJIAN, ['28 位码值，含发码省 35', '28 digits that name the issuing province, 35'], '4.9, INT-08');
  return code;
}

async function decode(play: Play, code: QrValue): Promise<Decoded> {
  const { stage, wire, people: { zhen } } = play;
  const decoded = await stage.step(['厦门医院扫码解码', 'the hospital in Xiamen scans it'], () => scan(play, HOSPITAL_35, code));
  showDecoded(stage.narrator, decoded);
  const same = decoded.userName === zhen.userName && decoded.idNo === zhen.idNo && decoded.insuOrg === XIAMEN;
  stage.expect(same, ['返回本人身份与参保地', 'the person and the insured place are told'], 'A.1.6');
  const token = decoded.ecToken.length === 38 && decoded.ecToken.startsWith(`${HOSPITAL_35.division}ec`);
  stage.expect(token, ['返回鉴权 TOKEN', 'a token of 38 characters comes with it'], '2.10, INT-06');
  const index = expectedIndex(wire.federation.plan.keys.credentialNumberKey, zhen);
  stage.expect(decoded.ecIndexNo === index, ['索引号与独立算得的 64 位标识码一致', 'the index is that of the 64-digit number, computed apart'], '4.1, INT-16');
  return decoded;
}

async function pay(play: Play, { ecToken }: Decoded): Promise<void> {
  const { stage } = play;
  const receipt = await stage.step(['医院提交结算，核心系统验 TOKEN 后结算', 'the hospital asks to settle; the insurer checks the token, then settles'], () => (
    settle(play, HOSPITAL_35, ecToken, TOTAL_FEN)
  ));
  showReceipt(stage.narrator, receipt);
  const checked = stage.took({ row: transactions.checkToken, from: insuranceSystemParty(FUJIAN), to: provinceParty(FUJIAN) });
  stage.expect(checked, ['核心系统已向中台校验 TOKEN', 'the insurer had the token verified by the mid-platform'], '6.4.2.2 c, A.1.7');
  expectSharesAddUp(stage, receipt, TOTAL_FEN);
  await stage.refused(['用过的 TOKEN 再次结算，应被拒', 'settling again with the used token must be refused'], 'tokenInvalid', '4.11, INT-14', () => (
    settle(play, HOSPITAL_35, ecToken, TOTAL_FEN)
  ));
  stage.narrator.held(['结算后 TOKEN 失效', 'the settlement has used the token up'], '4.11, INT-14');
}

async function scanAgain(play: Play, code: QrValue): Promise<void> {
  const { stage } = play;
  await stage.refused(['同一二维码再次扫描，应被拒', 'scanning the same code again must be refused'], 'qrCodeInvalid', '4.11', () => scan(play, HOSPITAL_35, code));
  stage.narrator.held(['一码一次，二次扫码被拒', 'one code, one handling: the second scan is refused'], '4.11');
}
