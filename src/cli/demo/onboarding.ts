import { randomText } from '../../crypto/random.js';
import { generateSm2KeyPair } from '../../crypto/sm2.js';
import { transactions } from '../../protocol/transactions/index.js';
import { provinceParty } from '../federation-keys.js';
import { enterUser } from '../management-users.js';
import { DESKS, FUJIAN, GUANGDONG, PARTNER, XIAMEN, type DeskFacts } from './cast.js';
import { deskParty, type CentreDesk } from './centre-desk.js';
import type { EnrolledChannel, NoticeLine } from './enrolled.js';
import { showNotice } from './pictures.js';
import type { Stage } from './stage.js';
import type { Wire } from './wire.js';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** A credit code that exists nowhere, with a valid check character (GB 32100-2015). */
const CREDIT_CODE = '91350200MA0000001W';

/** 4.3, D.2: a channel of another party is let in over the HTTP API of the management centre, by four persons. */
export async function onboardPartner(stage: Stage, wire: Wire): Promise<EnrolledChannel> {
  const pair = generateSm2KeyPair();
  const words = [
    '第三方渠道入网：市里申请，省里上报，国家审批，另一人发放密钥',
    'a third-party channel is let in: the city applies, the province endorses, the bureau decides, another person issues the keys',
  ] as const;
  const line = await stage.step(words, async () => {
    const notice = await letIn(await openDesks(stage, wire), pair.publicKey.toBase64());
    await stage.arrivals([FUJIAN, GUANGDONG].map((code) => ({ row: transactions.syncChannel, to: provinceParty(code) })));
    return notice;
  });
  showNotice(stage.narrator, line);
  const { channelNumber, appId, appSecret, platformPublicKey } = line;
  const handed = [channelNumber, appId, appSecret].every((text) => text.length === 32);
  const held = ['反馈单给出渠道编号、APPID、SECRET、数字密钥，密钥只显示一次', 'the notice hands over number, APPID and keys; the secrets are shown once'] as const;
  stage.expect(handed, held, '4.3, D.2');
  return { channelNumber, keys: { appId, appSecret, privateKey: pair.privateKey.toBase64(), counterpartPublicKey: platformPublicKey } };
}

type Desks = Readonly<Record<keyof typeof DESKS, CentreDesk>>;

/** Enters everybody as `openec user add` does, each with a password nobody else knows, and lets them log in. */
async function openDesks(stage: Stage, wire: Wire): Promise<Desks> {
  const open = async (facts: DeskFacts): Promise<CentreDesk> => {
    const { name, chinese, scope, roles } = facts;
    const password = randomText(LETTERS, 24);
    stage.narrator.name(deskParty(name), facts.short);
    await enterUser(wire.federation.national.kernel, { name, displayName: chinese, scope, roles, password });
    const desk = wire.desk(facts, password);
    await desk.logIn();
    return desk;
  };
  return { city: await open(DESKS.city), province: await open(DESKS.province), decider: await open(DESKS.decider), issuer: await open(DESKS.issuer) };
}

async function letIn({ city, province, decider, issuer }: Desks, publicKey: string): Promise<NoticeLine> {
  const { applicationId } = await city.post<{ applicationId: string }>('applications', form(), 'D.2');
  const post = <T>(desk: CentreDesk, act: string, body: object, clause: string): Promise<T> => desk.post(`applications/${applicationId}/${act}`, body, clause);
  await post(city, 'agreements', agreement(), 'notice 2.3');
  await post(city, 'submission', {}, '4.3');
  await post(province, 'endorsement', { opinion: '同意上报' }, '4.3');
  await post(decider, 'decision', { approved: true, reason: '材料齐全' }, '4.3');
  const keys = { rowNo: 1, publicKey, signTypes: ['SM2'], encTypes: ['plain', 'SM4'] };
  await post(issuer, 'issue', { technicalVerification: 'JS-DEMO-0001', securityAssessment: 'AQ-DEMO-0001', channels: [keys] }, 'D.2');
  const { lines: [line] } = await post<{ lines: NoticeLine[] }>(city, 'notice/printing', { format: 'json' }, 'D.2');
  if (line === undefined) throw new Error('the decision notice has no line');
  return line;
}

/** 接入申请表 (D.2) of invented people. */
function form(): object {
  const contact = { contactName: '示例联系人', contactPhone: '0592-0000000' };
  return {
    department: { name: '厦门市医疗保障局（示例）', division: XIAMEN, ...contact },
    thirdParty: { name: '示例支付有限公司', ...contact },
    channels: [{
      applicationName: PARTNER.short, providerName: '示例支付有限公司', creditCode: CREDIT_CODE, business: '电子凭证展码', plannedOn: '2026-01-01',
      overallAgreementSigned: true, localAgreementSigned: false, ...contact,
    }],
  };
}

/** 整体合作协议, as it is scanned and filed. */
function agreement(): object {
  return {
    kind: 'overall', rowNo: 1, title: '医保电子凭证总对总合作协议（示例）', ourSignatory: '示例甲方', theirSignatory: '示例乙方', signedOn: '2019-12-20',
    validFrom: '2019-12-20', mediaType: 'application/pdf', document: Buffer.from('%PDF-1.4 demo').toString('base64'),
  };
}
