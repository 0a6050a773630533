import { generateSm2KeyPair } from '../../crypto/sm2.js';
import type { KeyRingTexts } from '../../protocol/key-ring.js';
import type { EncType, SignType } from '../../protocol/envelope.js';
import { transactions } from '../../protocol/transactions/index.js';
import { provinceParty } from '../federation-keys.js';
import { CHANNEL, FUJIAN, GUANGDONG, INSTITUTIONS, type Institution, type Person } from './cast.js';
import type { Enrolled } from './enrolled.js';
import { onboardPartner } from './onboarding.js';
import type { HopPattern, Stage } from './stage.js';
import type { Wire } from './wire.js';

interface Issued {
  readonly appId: string;
  readonly appSecret: string;
  readonly platformPublicKey: string;
}

/** Who is let in: the bureau's own channel and the institutions by the management centre, a channel of another party by the way of 4.3. */
export async function enrol(stage: Stage, wire: Wire): Promise<Enrolled> {
  return { ...(await register(stage, wire)), partner: await onboardPartner(stage, wire) };
}

/** The management centre registers the official channel (4.3), the institutions (7.1) and their terminals (7.2.1.1); the provinces learn of them. */
function register(stage: Stage, wire: Wire): Promise<Omit<Enrolled, 'partner'>> {
  return stage.step(['管理中心登记官方渠道、定点机构和终端，并告知各省', 'the management centre registers channel, institutions and terminals; the provinces are told'], async () => {
    const channel = await enrolChannel(wire);
    stage.narrator.name(`channel:${channel.channelNumber}`, CHANNEL.short);
    const institutions: Record<string, Enrolled['institutions'][string]> = {};
    for (const each of INSTITUTIONS) institutions[each.orgId] = await enrolInstitution(wire, each);
    await stage.arrivals([FUJIAN, GUANGDONG].flatMap(toldTo));
    return { channel, institutions };
  });
}

function toldTo(code: string): HopPattern[] {
  const to = provinceParty(code);
  const times = INSTITUTIONS.filter((each) => each.province === code).length;
  return [{ row: transactions.syncChannel, to }, { row: transactions.syncInstitution, to, times }, { row: transactions.syncTerminals, to, times }];
}

/** Notice 二(二): each province reports who is insured there. */
export async function reportPeople(stage: Stage, wire: Wire, people: readonly Person[]): Promise<void> {
  const states: string[] = [];
  await stage.step(['各省上报参保数据，国家中台生成标识码', 'each province reports who is insured there; national makes the credential numbers'], async () => {
    for (const { idType, idNo, userName, places } of people) {
      for (const { poolingArea, insuranceType, province } of places) {
        const person = { idType, idNo, userName, poolingArea, insuranceType };
        states.push((await wire.province(province).call(transactions.reportInsuredPerson, person)).credentialState);
      }
    }
  });
  const registered = states.every((state) => state === 'registered');
  stage.expect(registered, ['一人一码，尚未激活', 'one person, one credential, not activated yet'], '4.1', `the states ${states.join(', ')}`);
}

async function enrolChannel(wire: Wire): Promise<Enrolled['channel']> {
  const { wanted, privateKey } = application(['SM2'], ['plain', 'SM4']);
  const issued = await wire.centre().call(transactions.registerChannel, { ...wanted, name: CHANNEL.name, kind: 'official' });
  return { channelNumber: issued.channelNumber, keys: ringOf(issued, privateKey) };
}

async function enrolInstitution(wire: Wire, institution: Institution): Promise<Enrolled['institutions'][string]> {
  const { orgId, name, kind, division, terminal, speaksPlain } = institution;
  const { wanted, privateKey } = application(speaksPlain ? ['SM2', 'plain'] : ['SM2'], ['plain', 'SM4']);
  const issued = await wire.centre().call(transactions.registerInstitution, { ...wanted, orgId, name, kind, division });
  // Whoever speaks unsigned is known by where it speaks from: the demo plays on one machine.
  const networks = speaksPlain ? ['127.0.0.0/8', '::1'] : undefined;
  const about = { orgId, version: '1.0', developer: '示例终端公司', ...terminal, networks };
  const { filingNumber } = await wire.centre().call(transactions.registerTerminal, about);
  return { filingNumber, keys: ringOf(issued, privateKey) };
}

function application(signTypes: SignType[], encTypes: EncType[]) {
  const pair = generateSm2KeyPair();
  return { wanted: { publicKey: pair.publicKey.toBase64(), signTypes, encTypes }, privateKey: pair.privateKey.toBase64() };
}

const ringOf = ({ appId, appSecret, platformPublicKey }: Issued, privateKey: string): KeyRingTexts => (
  { appId, appSecret, privateKey, counterpartPublicKey: platformPublicKey }
);
