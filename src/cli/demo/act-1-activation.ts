import { provinceOfDivision, type ChannelAuthorizationCode } from '../../protocol/identifiers.js';
import type { ShapeType } from '../../protocol/shape.js';
import { transactions } from '../../protocol/transactions/index.js';
import { simulatedFace } from '../../sandbox/verifiers/simulated-face.js';
import { provinceParty } from '../federation-keys.js';
import { GUANGDONG, XIAMEN, type Person } from './cast.js';
import type { Play } from './play.js';
import type { Stage } from './stage.js';

/** What the channel holds after the act: one authorization code for each person. */
export interface Activated {
  readonly zhen: ChannelAuthorizationCode;
  readonly jia: ChannelAuthorizationCode;
}

/** What binds the steps of one activation. */
type Handling = Omit<ShapeType<typeof transactions.activateCredential.input>, 'password'>;

/** Act 1 (6.1.3): two persons activate their credentials in the official channel. */
export function actActivation(play: Play): Promise<Activated> {
  const { stage, people } = play;
  return stage.perform(['第一幕  激活', 'Act 1  Activation through the official channel'], '6.1.3', async () => {
    const handling = await verify(play, people.zhen);
    await refuseWeakPassword(play, handling);
    const zhen = await activate(play, people.zhen, handling);
    const untold = !stage.took({ row: transactions.syncActivation, to: provinceParty(GUANGDONG) });
    stage.expect(untold, ['未参保的广东没有收到', 'Guangdong, where she is not insured, was told nothing'], '6.1.2.3 c');
    const jia = await activate(play, people.jia, await verify(play, people.jia));
    return { zhen, jia };
  });
}

/** 6.1.3.3 a: real-name check, then real-person check. */
async function verify({ stage, wire, enrolled }: Play, person: Person): Promise<Handling> {
  const { idType, idNo, userName, english } = person;
  const channel = wire.channelAtNational(enrolled);
  const { named, handling } = await stage.step([`${userName}：实名认证，实人认证`, `${english}: real-name check, real-person check`], async () => {
    const answer = await channel.call(transactions.verifyRealName, { idType, idNo, userName, businessPlace: XIAMEN });
    const { handlingSerialNo } = answer;
    const checked = await channel.call(transactions.verifyRealPerson, { handlingSerialNo, biometricSample: simulatedFace(idNo) });
    return { named: answer, handling: { handlingSerialNo, ...checked } };
  });
  stage.expect(named.credentialState === 'registered', ['身份相符，凭证已登记、未激活', 'the person is known; the credential is registered, not activated'], '2.4, 2.5');
  return handling;
}

async function refuseWeakPassword({ stage, wire, enrolled }: Play, handling: Handling): Promise<void> {
  const words = ['密码 123456：过于简单，应被拒', 'the password 123456 must be refused'] as const;
  const refusal = await stage.refused(words, 'badRequest', '6.1.3.3 b', () => (
    wire.channelAtNational(enrolled).call(transactions.activateCredential, { ...handling, password: '123456' })
  ));
  const field = refusal.diagnosis ?? '';
  stage.expect(field.includes('data.password'), ['密码未通过校验，答复指明字段', `refused, and the answer names the field: ${field}`], '6.1.3.3 b', field);
}

/** 6.1.3.3 b–e, 6.1.2.3 c: password, activation, authorization code; every insured province is told. */
async function activate({ stage, wire, enrolled }: Play, { userName, english, password, places }: Person, handling: Handling): Promise<ChannelAuthorizationCode> {
  const words = [`${userName}：设置密码，激活，状态同步各参保省`, `${english}: password, activation, and word to every insured province`] as const;
  const provinces = [...new Set(places.map((place) => provinceOfDivision(place.poolingArea)))].map(provinceParty);
  const activated = await stage.step(words, async () => {
    const answer = await wire.channelAtNational(enrolled).call(transactions.activateCredential, { ...handling, password });
    await stage.arrivals(provinces.flatMap((to) => [{ row: transactions.syncActivation, to }, { row: transactions.syncAuthorization, to }]));
    return answer;
  });
  expectActivated(stage, activated, provinces.length);
  return activated.authorizationCode;
}

function expectActivated(stage: Stage, { credentialState, authorizationCode }: ShapeType<typeof transactions.activateCredential.output>, told: number): void {
  stage.expect(credentialState === 'activated', ['凭证已激活，状态反馈当前渠道', 'activated; the state was fed back to the channel'], '4.2, 6.1.2.3 c', credentialState);
  const held = authorizationCode.length === 32;
  stage.expect(held, [`渠道获得个人渠道授权码，${told} 个参保省已同步`, `the channel holds the authorization code, and so does every insured province (${told})`], '6.1.3.3 d, e');
}
