import { generateSm2KeyPair } from '../../../src/crypto/sm2.js';
import type { Staff } from './centre-staff.js';
import type { CentreUser } from './centre-user.js';

/** A credit code that exists nowhere, with a valid check character (GB 32100-2015). */
export const creditCode = '91350200MA0000001W';

/** What a channel is handed by its notice. */
export interface HandedOver {
  readonly name: string;
  readonly channelNumber: string;
  readonly appId: string;
  readonly appSecret: string;
  readonly digitalKey: string;
  readonly platformPublicKey: string;
}

/** One line of the form as an invented department fills it in. */
export function channelLine(applicationName: string, saying: object = {}) {
  return {
    applicationName, providerName: '示例支付有限公司', creditCode, business: '实名实人认证、业务查询', contactName: '贾示例', contactPhone: '0592-0000001',
    plannedOn: '2026-01-01', overallAgreementSigned: true, localAgreementSigned: false, ...saying,
  };
}

/** The form of D.2. */
export function accessForm(channels: readonly object[], department: object = {}) {
  return {
    department: { name: '厦门市医疗保障局（示例）', division: '350200', contactName: '甄测试', contactPhone: '0592-0000000', ...department },
    thirdParty: { name: '示例支付有限公司', contactName: '贾示例', contactPhone: '0592-0000001' },
    channels,
  };
}

/** A signed agreement as it is scanned; `saying` replaces fields. */
export function agreement(saying: object = {}) {
  return {
    kind: 'overall', rowNo: 1, title: '医保电子凭证总对总合作协议（示例）', ourSignatory: '甄测试', theirSignatory: '贾示例', signedOn: '2019-12-20',
    validFrom: '2019-12-20', mediaType: 'application/pdf', document: Buffer.from('%PDF-1.4 示例协议').toString('base64'), ...saying,
  };
}

/** What a channel brings along for its keys. */
export function channelKeys(rowNo: number) {
  const { publicKey, privateKey } = generateSm2KeyPair();
  const wanted = { rowNo, publicKey: publicKey.toBase64(), signTypes: ['SM2', 'SM3'], encTypes: ['plain', 'SM4'] };
  return { wanted, privateKey: privateKey.toBase64() };
}

/** D.2 note 3. */
export const passed = { technicalVerification: 'JS-2026-0001', securityAssessment: 'AQ-2026-0001' };

export const applies = async (applicant: CentreUser, form: object): Promise<string> => (
  (await applicant.asks<{ applicationId: string }>('POST', 'applications', form)).applicationId
);

/** From draft to endorsed: the department submits, the province hands up. */
export async function reportsUp({ city, province }: Pick<Staff, 'city' | 'province'>, applicationId: string): Promise<void> {
  await city.asks('POST', `applications/${applicationId}/submission`, {});
  await province.asks('POST', `applications/${applicationId}/endorsement`, { opinion: '同意上报' });
}

/** The whole of 4.3 for one channel; gives what the notice says, and the private key that fits it. */
export async function onboards(staff: Staff, name: string): Promise<HandedOver & { privateKey: string }> {
  const { city, decider, issuer } = staff;
  const applicationId = await applies(city, accessForm([channelLine(name)]));
  await city.asks('POST', `applications/${applicationId}/agreements`, agreement());
  await reportsUp(staff, applicationId);
  await decider.asks('POST', `applications/${applicationId}/decision`, { approved: true });
  const { wanted, privateKey } = channelKeys(1);
  await issuer.asks('POST', `applications/${applicationId}/issue`, { ...passed, channels: [wanted] });
  const { lines } = await city.asks<{ lines: HandedOver[] }>('POST', `applications/${applicationId}/notice/printing`, { format: 'json' });
  const [line] = lines;
  if (line === undefined) throw new Error('a notice without a line');
  return { ...line, privateKey };
}
