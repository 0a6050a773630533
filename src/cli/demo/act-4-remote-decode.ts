import type { ChannelAuthorizationCode } from '../../protocol/identifiers.js';
import { transactions } from '../../protocol/transactions/index.js';
import { NATIONAL_PARTY, provinceParty } from '../federation-keys.js';
import { FUJIAN, GUANGDONG, HOSPITAL_35, HOSPITAL_44 } from './cast.js';
import { scan } from './counter.js';
import { requireCode } from './outcomes.js';
import { showDecoded } from './pictures.js';
import type { Act } from './narrator.js';
import type { Play } from './play.js';
import { askForCode } from './show-code.js';

const ACT: Act = {
  title: ['第四幕  异地解码', 'Act 4  A code of Fujian scanned in Guangdong'], clause: '4.9, 6.3.2.2 b',
  plays: ['二维码只由发码的省解码；别省扫到，经国家去问发码方。', 'only the issuer decodes; others ask it, through national.'],
};

/** Act 4 (4.9, 6.3.2.2 b): a code of Fujian scanned in Guangdong; only its issuer decodes it, and national carries the question. */
export function actRemoteDecode(play: Play, authorizationCode: ChannelAuthorizationCode): Promise<void> {
  const { stage } = play;
  return stage.perform(ACT, async () => {
    const words = ['甄测试出示福建的二维码', 'Zhen has a code shown in Fujian'] as const;
    const code = requireCode(stage, await stage.step(words, () => askForCode(play, FUJIAN, { authorizationCode })));
    const decoded = await stage.step(['广州医院扫码：经国家由福建解码', 'the hospital in Guangzhou scans it; Fujian decodes it, through national'], () => (
      scan(play, HOSPITAL_44, code)
    ));
    showDecoded(stage.narrator, decoded);
    const path = [
      { row: transactions.exchangeDecode, from: provinceParty(GUANGDONG), to: NATIONAL_PARTY },
      { row: transactions.remoteDecode, from: NATIONAL_PARTY, to: provinceParty(FUJIAN) },
    ];
    stage.expect(path.every((hop) => stage.took(hop)), ['由发码方福建解码', 'decoded by its issuer, Fujian'], '4.9, 6.3.2.2 b');
    const own = decoded.ecToken.startsWith(`${HOSPITAL_44.division}ec`) && decoded.idNo === play.people.zhen.idNo;
    stage.expect(own, ['广东据此签发自己的 TOKEN', 'Guangdong issued its own token over the answer'], 'INT-15');
    await stage.refused(['回到厦门再扫同一码，应被拒', 'scanning it again, in Xiamen, must be refused'], 'qrCodeInvalid', '4.11', () => scan(play, HOSPITAL_35, code));
    stage.narrator.held(['一码一次，跨省亦然', 'one code, one handling, across provinces too'], '4.11');
  });
}
