import { provinceOfDivision, type ChannelAuthorizationCode } from '../../protocol/identifiers.js';
import type { ShapeType } from '../../protocol/shape.js';
import { transactions } from '../../protocol/transactions/index.js';
import { simulatedFace } from '../../sandbox/verifiers/simulated-face.js';
import { provinceParty } from '../federation-keys.js';
import { XIAMEN, type Person } from './cast.js';
import type { Play } from './play.js';
import type { Stage } from './stage.js';

/** What binds the steps of one activation. */
export type Handling = Omit<ShapeType<typeof transactions.activateCredential.input>, 'password'>;

/** 6.1.3.3 a: real-name check, then real-person check. */
export async function verifyPerson({ stage, wire, enrolled }: Play, person: Person): Promise<Handling> {
  const { idType, idNo, userName, english } = person;
  const channel = wire.channelAtNational(enrolled.channel);
  const { named, handling } = await stage.step([`${userName}：实名认证，实人认证`, `${english}: real-name check, real-person check`], async () => {
    const answer = await channel.call(transactions.verifyRealName, { idType, idNo, userName, businessPlace: XIAMEN });
    const { handlingSerialNo } = answer;
    const checked = await channel.call(transactions.verifyRealPerson, { handlingSerialNo, biometricSample: simulatedFace(idNo) });
    return { named: answer, handling: { handlingSerialNo, ...checked } };
  });
  stage.expect(named.credentialState === 'registered', ['身份相符，凭证已登记、未激活', 'the person is known; the credential is registered, not activated'], '2.4, 2.5');
  return handling;
}

/** 6.1.3.3 b–e, 6.1.2.3 c: password, activation, authorization code; every insured province is told. */
export async function activate({ stage, wire, enrolled }: Play, person: Person, handling: Handling): Promise<ChannelAuthorizationCode> {
  const { userName, english, password } = person;
  const words = [`${userName}：设置密码，激活，状态同步各参保省`, `${english}: password, activation, and word to every insured province`] as const;
  const provinces = insuredProvinces(person);
  const activated = await stage.step(words, async () => {
    const answer = await wire.channelAtNational(enrolled.channel).call(transactions.activateCredential, { ...handling, password });
    await stage.arrivals(provinces.flatMap((to) => [{ row: transactions.syncActivation, to }, { row: transactions.syncAuthorization, to }]));
    return answer;
  });
  expectActivated(stage, activated, provinces.length);
  return activated.authorizationCode;
}

/** The mid-platforms of the provinces where a person is insured. */
export const insuredProvinces = ({ places }: Person): string[] => (
  [...new Set(places.map((place) => provinceOfDivision(place.poolingArea)))].map(provinceParty)
);

function expectActivated(stage: Stage, { credentialState, authorizationCode }: ShapeType<typeof transactions.activateCredential.output>, told: number): void {
  stage.expect(credentialState === 'activated', ['凭证已激活，状态反馈当前渠道', 'activated; the state was fed back to the channel'], '4.2, 6.1.2.3 c', credentialState);
  const held = authorizationCode.length === 32;
  stage.expect(held, [`渠道获得个人渠道授权码，${told} 个参保省已同步`, `the channel holds the authorization code, and so does every insured province (${told})`], '6.1.3.3 d, e');
}
