import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { letsIn, type Staff } from './stage/centre-staff.js';
import type { CentreUser } from './stage/centre-user.js';
import { expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { accessForm, agreement, applies, channelKeys, channelLine, passed, reportsUp, type HandedOver } from './stage/onboarding.js';
import { xiamen } from './stage/places.js';
import { openStage, type Stage } from './stage/stage.js';

let stage: Stage;
let staff: Staff;
beforeAll(async () => {
  stage = await openStage();
  staff = await stage.centre.staff;
  await Promise.all(Object.values(staff).map((user: CentreUser) => user.logsIn()));
});
afterAll(() => stage.close());

const path = (applicationId: string, rest = ''): string => `applications/${applicationId}${rest}`;

interface Told {
  state: string;
  steps: { act: string; userName: string; note: string }[];
  channels: { rowNo: number; channelNumber?: string }[];
}

/** An application that has come as far as endorsed, with its agreement on file. */
async function endorsed(channels: readonly object[] = [channelLine('示例政务服务')]): Promise<string> {
  const applicationId = await applies(staff.city, accessForm(channels));
  await staff.city.asks('POST', path(applicationId, '/agreements'), agreement());
  await reportsUp(staff, applicationId);
  return applicationId;
}

async function approved(channels?: readonly object[]): Promise<string> {
  const applicationId = await endorsed(channels);
  await staff.decider.asks('POST', path(applicationId, '/decision'), { approved: true, reason: '材料齐全' });
  return applicationId;
}

describe('4.3 向省级地方医保主管部门递交申请，逐级上报，由国家医疗保障局审批，并完成认证授权', () => {
  it('lets a channel in step by step, and the channel then works nationally and in every province', async () => {
    const { city, decider, issuer } = staff;
    const applicationId = await approved();
    const { wanted, privateKey } = channelKeys(1);
    const issued = await issuer.asks<{ channels: Told['channels'] }>('POST', path(applicationId, '/issue'), { ...passed, channels: [wanted] });
    const { lines: [line] } = await city.asks<{ lines: HandedOver[] }>('POST', path(applicationId, '/notice/printing'), { format: 'json' });
    expect(line).toMatchObject({ name: '示例政务服务', channelNumber: issued.channels[0]?.channelNumber, appSecret: expect.stringMatching(/^[0-9A-Z]{32}$/) });
    const told = await decider.asks<Told>('GET', path(applicationId));
    expect(told.state).toBe('issued');
    expect(told.steps.map(({ act, userName }) => `${act} ${userName}`)).toEqual([
      'write shenqing.xiamen', 'submit shenqing.xiamen', 'endorse shangbao.fujian', 'approve shenpi.guojia', 'issue fafang.guojia',
    ]);
    await stage.converged();
    const channel = stage.centre.channelOf('示例政务服务', line.channelNumber, { ...line, privateKey });
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    await citizen.activatesThrough(channel);
    await stage.converged();
    for (const province of [stage.fujian, stage.guangdong]) {
      await expect(citizen.shows({ in: province, through: channel })).resolves.toHaveProperty('ecQrCode');
    }
  });

  it('gives each of several channels on one form its own number, APPID, SECRET and digital key (D.2 note 1)', async () => {
    const names = ['示例甲', '示例乙', '示例丙', '示例丁', '示例戊'];
    const applicationId = await approved(names.map((name) => channelLine(name)));
    const keys = names.map((_name, index) => channelKeys(index + 1).wanted);
    await staff.issuer.asks('POST', path(applicationId, '/issue'), { ...passed, channels: keys });
    const { lines } = await staff.city.asks<{ lines: HandedOver[] }>('POST', path(applicationId, '/notice/printing'), { format: 'json' });
    expect(lines.map(({ name }) => name)).toEqual(names);
    for (const field of ['channelNumber', 'appId', 'appSecret', 'digitalKey'] as const) expect(new Set(lines.map((line) => line[field])).size).toBe(5);
    await stage.converged();
    const known = await stage.guangdong.tier.rows<{ name: string }>('SELECT name FROM channel WHERE kind = ?', ['third-party']);
    expect(known.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  });

  it('is applied for by a province too, which endorses its own application', async () => {
    const both = await letsIn(stage.national, 'shenqing.fujian', 'province:35', ['apply', 'endorse']);
    const applicationId = await applies(both, accessForm([channelLine('福建示例')], { division: '350000', name: '福建省医疗保障局（示例）' }));
    await reportsUp({ city: both, province: both }, applicationId);
    await expectRefusal(staff.city.asks('GET', path(applicationId)), 'forbidden', { naming: 'scope' });
    expect(await staff.decider.asks('GET', path(applicationId))).toMatchObject({ state: 'endorsed', division: '350000' });
  });

  it('may be written again after it was returned, by the province or by the bureau, and withdrawn until it is decided', async () => {
    const applicationId = await endorsed();
    await staff.decider.asks('POST', path(applicationId, '/return'), { reason: '请补充覆盖业务' });
    await staff.city.asks('PUT', path(applicationId), accessForm([channelLine('示例政务服务', { business: '实名实人认证' })]));
    await staff.city.asks('POST', path(applicationId, '/submission'), {});
    await staff.province.asks('POST', path(applicationId, '/return'), { reason: '联系电话有误' });
    await staff.city.asks('PUT', path(applicationId), accessForm([channelLine('示例政务服务')]));
    await reportsUp(staff, applicationId);
    expect(await staff.city.asks('POST', path(applicationId, '/withdrawal'), { reason: '不再需要' })).toMatchObject({ state: 'withdrawn' });
  });

  it('keeps departments apart: another city or province neither reads nor touches it, nor applies in its name', async () => {
    const applicationId = await applies(staff.city, accessForm([channelLine('示例政务服务')]));
    const fuzhou = await letsIn(stage.national, 'shenqing.fuzhou', 'city:350100', ['apply']);
    const guangdong = await letsIn(stage.national, 'shangbao.guangdong', 'province:44', ['endorse']);
    const act = (): Promise<unknown>[] => [
      fuzhou.asks('GET', path(applicationId)), fuzhou.asks('POST', path(applicationId, '/submission'), {}),
      guangdong.asks('POST', path(applicationId, '/endorsement'), { opinion: '同意' }), applies(fuzhou, accessForm([channelLine('冒名')])),
    ];
    for (const attempt of act()) await expectRefusal(attempt, 'forbidden');
    expect(await fuzhou.asks('GET', 'applications?page=1&pageSize=10')).toMatchObject({ total: 0, items: [] });
    const own = await staff.city.asks<{ items: { applicationId: string }[] }>('GET', 'applications?page=1&pageSize=1&state=draft');
    expect(own.items.map((each) => each.applicationId)).toEqual([applicationId]);
  });
});

describe('what does not fit the state is refused and changes nothing', () => {
  it('500012: nobody has applied under this id', async () => {
    await expectRefusedWithoutTrace(stage, () => staff.decider.asks('GET', path('0'.repeat(32))), 'channelNotFound', { naming: 'applicationId' });
  });

  it('500013: no keys and no notice before it is approved, none after it was rejected', async () => {
    const applicationId = await endorsed();
    const issue = () => staff.issuer.asks('POST', path(applicationId, '/issue'), { ...passed, channels: [channelKeys(1).wanted] });
    const notice = () => staff.city.asks('GET', path(applicationId, '/notice'));
    await expectRefusedWithoutTrace(stage, issue, 'channelNotApproved', { because: 'the application is endorsed' });
    await expectRefusedWithoutTrace(stage, notice, 'channelNotApproved');
    await staff.decider.asks('POST', path(applicationId, '/decision'), { approved: false, reason: '未通过' });
    await expectRefusedWithoutTrace(stage, issue, 'channelNotApproved', { because: 'rejected' });
    await expectRefusedWithoutTrace(stage, () => staff.city.asks('POST', path(applicationId, '/notice/printing'), { format: 'json' }), 'channelNotApproved');
    expect(await staff.city.asks('GET', path(applicationId, '/notice'))).toMatchObject({ approved: false, reason: '未通过', lines: [] });
  });

  it('500052: decided once and for all', async () => {
    const applicationId = await approved();
    const { decider, city, province } = staff;
    const acts = [
      () => decider.asks('POST', path(applicationId, '/decision'), { approved: false, reason: '反悔' }),
      () => decider.asks('POST', path(applicationId, '/return'), { reason: '反悔' }),
      () => city.asks('PUT', path(applicationId), accessForm([channelLine('改名')])),
      () => city.asks('POST', path(applicationId, '/withdrawal'), { reason: '反悔' }),
      () => province.asks('POST', path(applicationId, '/endorsement'), { opinion: '再次同意' }),
    ];
    for (const act of acts) await expectRefusedWithoutTrace(stage, act, 'channelAlreadyReviewed', { because: 'the application is approved' });
  });

  it('two deciders at once: one decision stands, the other is told', async () => {
    const applicationId = await endorsed();
    const second = await letsIn(stage.national, 'shenpi2.guojia', 'national', ['decide']);
    const [one, other] = await Promise.allSettled([
      staff.decider.asks('POST', path(applicationId, '/decision'), { approved: true }),
      second.asks('POST', path(applicationId, '/decision'), { approved: false, reason: '不同意' }),
    ]);
    expect([one?.status, other?.status].sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('two persons: who approved does not issue, whatever the roles', async () => {
    const both = await letsIn(stage.national, 'yiren.guojia', 'national', ['decide', 'issue']);
    const applicationId = await endorsed();
    await both.asks('POST', path(applicationId, '/decision'), { approved: true });
    const act = () => both.asks('POST', path(applicationId, '/issue'), { ...passed, channels: [channelKeys(1).wanted] });
    await expectRefusedWithoutTrace(stage, act, 'forbidden', { naming: 'user', because: 'another person' });
    await staff.issuer.asks('POST', path(applicationId, '/issue'), { ...passed, channels: [channelKeys(1).wanted] });
    await expectRefusedWithoutTrace(stage, act, 'channelAlreadyReviewed');
  });

  it('a refusal without its reason, and keys that do not fit the form', async () => {
    const applicationId = await endorsed();
    await expectRefusal(staff.decider.asks('POST', path(applicationId, '/decision'), { approved: false }), 'badRequest', { naming: 'reason' });
    await staff.decider.asks('POST', path(applicationId, '/decision'), { approved: true });
    const issue = (channels: object[], saying: object = passed) => () => staff.issuer.asks('POST', path(applicationId, '/issue'), { ...saying, channels });
    const { wanted } = channelKeys(1);
    await expectRefusedWithoutTrace(stage, issue([{ ...wanted, rowNo: 2 }]), 'badRequest', { naming: 'channels' });
    await expectRefusedWithoutTrace(stage, issue([wanted, wanted]), 'badRequest', { naming: 'channels' });
    await expectRefusedWithoutTrace(stage, issue([{ ...wanted, publicKey: 'AAAA' }]), 'badRequest', { naming: 'channels.0.publicKey' });
    await expectRefusedWithoutTrace(stage, issue([{ ...wanted, signTypes: ['plain'] }]), 'badRequest', { naming: 'channels.0.signTypes' });
    await expectRefusedWithoutTrace(stage, issue([{ ...wanted, signingForms: 'some' }]), 'badRequest', { naming: 'channels.0.signingForms' });
    await expectRefusedWithoutTrace(stage, issue([wanted], { technicalVerification: 'JS-1' }), 'badRequest', { naming: 'securityAssessment' });
  });
});

describe('secrets', () => {
  it('are shown once; the notice is masked before and ever after, and they stand sealed', async () => {
    const applicationId = await approved();
    await staff.issuer.asks('POST', path(applicationId, '/issue'), { ...passed, channels: [channelKeys(1).wanted] });
    const masked = () => staff.city.asks<{ lines: HandedOver[] }>('GET', path(applicationId, '/notice'));
    expect((await masked()).lines[0]).toMatchObject({ appSecret: '********', digitalKey: '********' });
    const looks = await Promise.allSettled([staff.city, staff.issuer, staff.province].map((who) => (
      who.asks<{ lines: HandedOver[] }>('POST', path(applicationId, '/notice/printing'), { format: 'json' })
    )));
    const seen = looks.flatMap((look) => (look.status === 'fulfilled' ? look.value.lines : []));
    expect(seen).toHaveLength(1);
    const again = () => staff.city.asks('POST', path(applicationId, '/notice/printing'), { format: 'html' });
    await expectRefusedWithoutTrace(stage, again, 'forbidden', { because: 'shown once' });
    expect((await masked()).lines[0]).toMatchObject({ appSecret: '********' });
    const dump = JSON.stringify(await Promise.all(['registered_application', 'key_handover', 'journal_entry', 'outbox_entry'].map((table) => stage.national.rows(`SELECT * FROM ${table}`))));
    expect(dump).not.toContain(seen[0]?.appSecret);
    expect(dump).not.toContain(seen[0]?.digitalKey);
  });
});

describe('ec.channel.register', () => {
  it('lets in the bureau\'s own channels only: -4 for another party\'s', async () => {
    await expect(stage.centre.registersByTransaction('示例官方', 'official')).resolves.toHaveProperty('kind', 'official');
    await expectRefusedWithoutTrace(stage, () => stage.centre.registersByTransaction('示例支付', 'third-party'), 'forbidden', { naming: 'data.kind' });
  });
});

it('journals every step with its user, and leaves whole journals', async () => {
  const rows = await stage.national.rows<{ actor: string; act: string }>("SELECT DISTINCT actor, act FROM journal_entry WHERE act LIKE 'management.%'");
  const told = rows.map(({ actor, act }) => `${actor} ${act}`);
  expect(told).toEqual(expect.arrayContaining([
    'user:shenqing.xiamen management.application.write', 'user:shenqing.xiamen management.application.submit', 'user:shenqing.xiamen management.agreement.file',
    'user:shangbao.fujian management.application.endorse', 'user:shangbao.fujian management.application.return',
    'user:shenpi.guojia management.application.approve', 'user:shenpi.guojia management.application.reject', 'user:fafang.guojia management.application.issue',
    'user:shenqing.xiamen management.application.withdraw',
  ]));
  await expectJournalsWhole(stage.tiers);
});
