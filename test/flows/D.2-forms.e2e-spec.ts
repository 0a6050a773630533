import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Staff } from './stage/centre-staff.js';
import type { CentreUser } from './stage/centre-user.js';
import { expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { accessForm, agreement, applies, channelKeys, channelLine, creditCode, passed, reportsUp, type HandedOver } from './stage/onboarding.js';
import { pdfPages, pdfText } from './stage/pdf-text.js';
import { openStage, type Stage } from './stage/stage.js';
import { RegisteredApplicationStore } from '../../src/registry/application/registered-application.store.js';
import { deriveTransportKey } from '../../src/protocol/key-ring.js';
import { sm4EcbDecrypt, sm4EcbEncrypt, sm4Key } from '../../src/crypto/sm4.js';

let stage: Stage;
let staff: Staff;
beforeAll(async () => {
  stage = await openStage();
  staff = await stage.centre.staff;
  await Promise.all(Object.values(staff).map((user: CentreUser) => user.logsIn()));
});
afterAll(() => stage.close());

const APPLICATION_LABELS = [
  '医保电子凭证第三方渠道接入申请表', '医保电子凭证管理部门', '申请地医疗保障部门', '联系人', '联系电话/手机', '第三方渠道名称', '拟接入渠道应用情况', '序号', '渠道应用名称',
  '渠道名称及统一社会信用代码', '覆盖区域', '全省/地市', '覆盖业务', '联系电话', '拟接入时间', '是否签署整体合作协议', '是否签署本地合作协议', '省级医疗保障部门意见', '公章：', '日期：',
  '1. 由申请地市（省级）医疗保障部门填写，省医疗保障局汇总后统一上报国家医疗保障局规划财务和法规司备案。', '2. 渠道应用名称填写具体地方政务服务渠道的规范名称。',
  '3. 覆盖业务包括但不限于实名实人认证、业务查询等。',
];
const NOTICE_LABELS = [
  '医保电子凭证第三方渠道接入反馈单', '国家医疗保障局受理反馈申请省级医疗保障部门表样', '发起申请单位：', '第三方渠道：', '回复时间：', '序号', '渠道名称', '渠道编号', '应用编号（APPID）',
  '应用密码（SECRET）', '数字密钥', '受理', '结果', '同意入网申请', '不同意入网申请', '原因：', '国家医疗保障局规划财务和法规司（章）',
  '1. 如果申请接入多个渠道，国家医疗保障局将分别为每个渠道分配相应的渠道编号、应用编号（APPID）、应用密码（SECRET）和数字密钥。',
  '2. 数字密钥：对传输过程中的业务数据进行加解密的密钥。', '3. 第三方渠道入网时须通过技术标准验证和安全测评。',
];

/** A form in which every field is as long as it may be. */
const full = (text: string, length: number): string => text.repeat(length).slice(0, length);
const longest = accessForm(Array.from({ length: 5 }, () => channelLine(full('示例市政务服务移动端', 30), {
  providerName: full('示例城市信息技术有限公司', 30), cities: full('厦门市、泉州市、', 60), business: full('实名实人认证、业务查询、', 60), contactName: full('阿卜杜·示例', 20),
  contactPhone: '+86 059200000000 01',
})), { name: full('示例自治区示例市医疗保障局', 40), contactName: full('阿卜杜·示例', 20) });

const plain = (text: string): string => text.replace(/\s/g, '');
const page = async (path: string) => {
  const answer = await staff.city.tries('GET', path);
  expect(answer.status).toBe(200);
  return answer;
};

/** What the register really holds, looked up beside HTTP. */
async function keysOf(appId: string): Promise<{ appSecret: string }> {
  const found = await stage.national.app.get(RegisteredApplicationStore, { strict: false }).findByAppId(appId);
  if (found === undefined) throw new Error('no such application');
  return found;
}

/** The texts of an HTML page's elements, as a reader sees them. */
const readable = (html: string): string => plain(html.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<[^>]+>/g, '\n').replace(/&amp;/g, '&').replace(/&lt;/g, '<'));

async function issued(form: object, reason = '材料齐全'): Promise<string> {
  const applicationId = await applies(staff.city, form);
  await staff.city.asks('POST', `applications/${applicationId}/agreements`, agreement());
  await reportsUp(staff, applicationId);
  await staff.decider.asks('POST', `applications/${applicationId}/decision`, { approved: true, reason });
  const { channels } = (form as { channels: object[] });
  await staff.issuer.asks('POST', `applications/${applicationId}/issue`, { ...passed, channels: channels.map((_line, index) => channelKeys(index + 1).wanted) });
  return applicationId;
}

describe('医保电子凭证第三方渠道接入申请表', () => {
  it('asks for every field of the form and takes no other', async () => {
    const [line] = [channelLine('示例政务服务')];
    const form = accessForm([line]);
    for (const field of Object.keys(line)) {
      const { [field as keyof typeof line]: _left, ...rest } = line;
      await expectRefusal(applies(staff.city, { ...form, channels: [rest] }), 'badRequest', { naming: `channels.0.${field}` });
    }
    for (const part of ['department', 'thirdParty'] as const) {
      for (const field of Object.keys(form[part])) {
        const { [field]: _left, ...rest } = form[part] as Record<string, string>;
        await expectRefusal(applies(staff.city, { ...form, [part]: rest }), 'badRequest', { naming: `${part}.${field}` });
      }
    }
    const act = () => applies(staff.city, { ...form, channels: [{ ...line, nobodyAsked: 1 }] });
    await expectRefusedWithoutTrace(stage, act, 'badRequest', { naming: 'channels.0.nobodyAsked' });
  });

  it.each([
    ['a credit code whose check character is wrong', { creditCode: '91350200MA00000011' }, 'channels.0.creditCode'],
    ['a day that no calendar has', { plannedOn: '2026-02-30' }, 'channels.0.plannedOn'],
    ['a telephone number of letters', { contactPhone: 'call me' }, 'channels.0.contactPhone'],
    ['yes as a word', { overallAgreementSigned: '是' }, 'channels.0.overallAgreementSigned'],
    ['a name that is too long', { applicationName: full('示', 31) }, 'channels.0.applicationName'],
    ['a name that runs backwards', { applicationName: 'abc\u202Ecba' }, 'channels.0.applicationName'],
    ['a line break in a name', { applicationName: '示例\n示例' }, 'channels.0.applicationName'],
  ])('refuses %s', async (_what, saying, naming) => {
    await expectRefusal(applies(staff.city, accessForm([channelLine('示例', saying)])), 'badRequest', { naming });
  });

  it('has one to five channels, as many as the notice has lines (INT-52)', async () => {
    const many = (count: number) => accessForm(Array.from({ length: count }, (_none, index) => channelLine(`示例${index}`)));
    for (const count of [0, 6]) await expectRefusal(applies(staff.city, many(count)), 'badRequest', { naming: 'channels' });
    await expect(applies(staff.city, many(5))).resolves.toHaveLength(32);
  });

  it('is kept sealed: no name and no telephone number of anybody stands in the database', async () => {
    await applies(staff.city, accessForm([channelLine('示例密封')], { contactName: '甄密封', contactPhone: '13900001234' }));
    const dump = JSON.stringify([await stage.national.rows('SELECT * FROM channel_application'), await stage.national.rows('SELECT * FROM journal_entry')]);
    for (const personal of ['甄密封', '13900001234', '贾示例']) expect(dump).not.toContain(personal);
  });

  it('prints as HTML and as PDF on one A4 page with every label, note and value, and the province\'s opinion once it is given', async () => {
    const applicationId = await applies(staff.city, accessForm([channelLine('示例政务服务', { cities: '厦门市、泉州市', localAgreementSigned: true })]));
    const before = readable((await page(`applications/${applicationId}/form.html`)).bytes.toString());
    expect(before).toContain(plain('日期：　　年　　月　　日'));
    await reportsUp(staff, applicationId);
    const html = await page(`applications/${applicationId}/form.html`);
    const pdf = await page(`applications/${applicationId}/form.pdf`);
    expect(html.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html.bytes.toString()).toContain('@page { size: A4 landscape');
    expect(pdfPages(pdf.bytes)).toEqual({ count: 1, width: 841.89, height: 595.28 });
    const values = ['厦门市医疗保障局（示例）', '甄测试', '0592-0000000', '示例支付有限公司', '贾示例', '示例政务服务', creditCode, '厦门市、泉州市', '实名实人认证、业务查询', '2026-01-01', '是是', '同意上报'];
    for (const text of [readable(html.bytes.toString()), pdfText(pdf.bytes)]) {
      for (const each of [...APPLICATION_LABELS, ...values]) expect(text).toContain(plain(each));
      expect(text).toMatch(/日期：20\d\d年\d{1,2}月\d{1,2}日/);
      expect(text).not.toContain('\uFFFD');
    }
  });

  it('stays on one page when every field is as long as it may be', async () => {
    const applicationId = await applies(staff.city, longest);
    await staff.city.asks('POST', `applications/${applicationId}/submission`, {});
    await staff.province.asks('POST', `applications/${applicationId}/endorsement`, { opinion: full('同意上报，', 100) });
    const { bytes } = await page(`applications/${applicationId}/form.pdf`);
    expect(pdfPages(bytes).count).toBe(1);
    expect(pdfText(bytes)).toContain(plain(full('实名实人认证、业务查询、', 60)));
  });

  it('drops the opinion of the province again when the form was given back', async () => {
    const applicationId = await applies(staff.city, accessForm([channelLine('示例')]));
    await reportsUp(staff, applicationId);
    await staff.decider.asks('POST', `applications/${applicationId}/return`, { reason: '请补充' });
    expect(readable((await page(`applications/${applicationId}/form.html`)).bytes.toString())).not.toContain('同意上报');
  });
});

describe('医保电子凭证第三方渠道接入反馈单', () => {
  it('prints the channel number, APPID, SECRET and digital key of every channel once, and masked ever after', async () => {
    const applicationId = await issued(accessForm([channelLine('示例甲'), channelLine('示例乙')]));
    const once = await staff.city.tries('POST', `applications/${applicationId}/notice/printing`, { format: 'pdf' });
    expect([once.status, once.headers.get('content-type'), once.headers.get('cache-control')]).toEqual([200, 'application/pdf', 'no-store']);
    const secrets = pdfText(once.bytes);
    for (const each of NOTICE_LABELS) expect(secrets).toContain(plain(each));
    expect(secrets).toContain('■同意入网申请□不同意入网申请');
    const { lines } = await staff.city.asks<{ lines: HandedOver[] }>('GET', `applications/${applicationId}/notice`);
    const sealed = await stage.national.rows<{ appId: string }>('SELECT app_id AS "appId" FROM key_handover WHERE shown_at IS NOT NULL');
    for (const { name, channelNumber, appId } of lines) {
      const { appSecret } = await keysOf(appId);
      const digitalKey = deriveTransportKey(appId, appSecret).export().toString('ascii');
      for (const each of [name, channelNumber, appId, appSecret, digitalKey]) expect(secrets).toContain(each);
      expect(digitalKey).toMatch(/^[0-9A-F]{16}$/);
      expect(sealed.map((row) => row.appId)).toContain(appId);
    }
    for (const format of ['html', 'pdf']) {
      const { bytes } = await page(`applications/${applicationId}/notice.${format}`);
      const text = format === 'html' ? readable(bytes.toString()) : pdfText(bytes);
      for (const each of [...NOTICE_LABELS, '厦门市医疗保障局（示例）', '示例甲', '示例乙', '********', '材料齐全']) expect(text).toContain(plain(each));
      for (const { appId } of lines) expect(text).not.toContain((await keysOf(appId)).appSecret);
    }
  });

  it('gives as digital key the SM4 key that the business data travels under (D.2 note 2, INT-53)', async () => {
    const applicationId = await issued(accessForm([channelLine('示例密钥')]));
    const { lines: [line] } = await staff.city.asks<{ lines: HandedOver[] }>('POST', `applications/${applicationId}/notice/printing`, { format: 'json' });
    const { digitalKey, appId, appSecret } = line;
    const travelling = sm4EcbEncrypt(deriveTransportKey(appId, appSecret), Buffer.from('{"idNo":"示例"}'));
    expect(sm4EcbDecrypt(sm4Key(Buffer.from(digitalKey, 'ascii')), travelling).toString()).toBe('{"idNo":"示例"}');
  });

  it('prints a refusal with its reason and no keys', async () => {
    const applicationId = await applies(staff.city, accessForm([channelLine('示例')]));
    await reportsUp(staff, applicationId);
    await staff.decider.asks('POST', `applications/${applicationId}/decision`, { approved: false, reason: '未签署合作协议' });
    const text = pdfText((await page(`applications/${applicationId}/notice.pdf`)).bytes);
    expect(text).toContain('□同意入网申请■不同意入网申请');
    expect(text).toContain('原因：未签署合作协议');
  });

  it('stays on one page with five channels and the longest of everything', async () => {
    const applicationId = await issued(longest, full('材料齐全，同意。', 100));
    const once = await staff.issuer.tries('POST', `applications/${applicationId}/notice/printing`, { format: 'pdf' });
    expect(pdfPages(once.bytes)).toMatchObject({ count: 1 });
  });
});
