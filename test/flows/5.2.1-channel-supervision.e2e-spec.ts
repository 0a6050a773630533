import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answersIn } from './stage/act-book.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { letsIn } from './stage/centre-staff.js';
import { CentreRefusal, type CentreUser } from './stage/centre-user.js';
import type { Citizen } from './stage/citizen.js';
import { expectJournalsWhole, expectRefusal } from './stage/expectations.js';
import { xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';

interface Finding {
  readonly findingId: string;
  readonly channelNumber: string;
  readonly rule: string;
  readonly day: string;
  readonly measured: Readonly<Record<string, number>>;
  readonly state: 'open' | 'closed';
  readonly action?: string;
  readonly reason?: string;
  readonly closedBy?: string;
}

let cast: Cast;
let citizen: Citizen;
/** 国家 and 福建省; 厦门市, which applied for the partner; and a province beside them. */
let operator: CentreUser;
let provincial: CentreUser;
let city: CentreUser;
let guangdong: CentreUser;
let [badDay, nextDay] = ['', ''];

beforeAll(async () => {
  cast = await openStageWithCast({ onFiles: true });
  const { stage } = cast;
  ({ operator, city } = await stage.centre.staff);
  provincial = await letsIn(stage.national, 'jianguan.fujian', 'province:35', ['operate']);
  guangdong = await letsIn(stage.national, 'jianguan.guangdong', 'province:44', ['operate', 'audit']);
}, 60_000);
afterAll(() => cast.stage.close());

const findings = async (user: CentreUser, query = ''): Promise<readonly Finding[]> => (
  (await user.asks<{ items: Finding[] }>('GET', `findings?page=1&pageSize=50${query}`)).items
);
const finding = async (rule: string, day: string): Promise<Finding> => {
  const found = (await findings(operator)).find((each) => each.rule === rule && each.day === day);
  if (found === undefined) throw new Error(`no ${rule} on ${day}`);
  return found;
};
const answers = (user: CentreUser, { findingId }: Finding, action: string, body: object) => user.asks<Finding>('POST', `findings/${findingId}/${action}`, body);

/** Codes that are scanned when they have expired, and a password that somebody guesses. */
async function misbehaves(): Promise<void> {
  const { stage, partner, xiamenHospital } = cast;
  const codes = [];
  for (let n = 0; n < 21; n += 1) codes.push(await citizen.shows({ in: stage.fujian, through: partner }));
  for (let n = 0; n < 5; n += 1) await xiamenHospital.scans(codes.pop() ?? '');
  for (let n = 0; n < 5; n += 1) codes.push(await citizen.shows({ in: stage.fujian, through: partner }));
  stage.clock.passes({ seconds: 61 });
  for (const code of codes) await expectRefusal(xiamenHospital.scans(code), 'qrCodeInvalid', { because: 'has expired' });
  for (let n = 0; n < 31; n += 1) await expectRefusal(partner.isAuthorizedBy({ ...citizen.identity, password: '958371' }), 'passwordWrong');
}

/** The next day at a moment; everything is counted and every channel looked at. */
async function lookedAt(moment: string): Promise<string> {
  const { stage } = cast;
  await stage.countsEverything();
  const day = stage.clock.passesUntilTomorrow(moment);
  await stage.countsEverything();
  await stage.centre.supervises();
  return day;
}

describe('渠道监管: what the rules find', () => {
  it('is found when the day is over and the provinces have had time to report, once, and of nobody else', async () => {
    const { stage, partner } = cast;
    badDay = stage.clock.passesUntilTomorrow('10:00');
    citizen = await cast.activated({ insuredIn: [xiamen], through: partner });
    await citizen.authorizes(cast.app);
    await misbehaves();
    await stage.countsEverything();
    await stage.centre.supervises();
    expect(await findings(operator)).toEqual([]);
    nextDay = await lookedAt('01:59');
    expect(await findings(operator)).toEqual([]);
    stage.clock.passes({ minutes: 2 });
    await stage.centre.supervises();
    const found = await findings(operator, '&state=open');
    expect(found.map(({ rule }) => rule).sort()).toEqual(['failure-jump', 'invalid-scans', 'wrong-passwords']);
    expect(found.find(({ rule }) => rule === 'invalid-scans')).toMatchObject({
      channelNumber: partner.channelNumber, day: badDay, state: 'open', measured: { decodes: 5, invalidScans: 21, share: 80.77 },
    });
    expect(found.find(({ rule }) => rule === 'wrong-passwords')?.measured).toMatchObject({ wrongPasswords: 31 });
    const before = await snapshot(stage.tiers);
    await stage.centre.supervises();
    expect(await snapshot(stage.tiers)).toEqual(before);
  }, 120_000);

  it('stands in the journal', async () => {
    const found = "SELECT actor, detail FROM journal_entry WHERE act = 'supervision.finding'";
    const lines = await cast.stage.national.rows<{ actor: string; detail: string }>(found);
    expect(lines.map(({ actor }) => actor)).toEqual(['national', 'national', 'national']);
    expect(lines.map(({ detail }) => (JSON.parse(detail) as { rule: string }).rule).sort()).toEqual(['failure-jump', 'invalid-scans', 'wrong-passwords']);
  });

  it('is shown to the department that applied for the channel and to whoever is above it, and to nobody beside them', async () => {
    for (const user of [operator, provincial, city]) expect(await findings(user)).toHaveLength(3);
    expect(await findings(guangdong)).toEqual([]);
    expect(await findings(guangdong, `&channelNumber=${cast.partner.channelNumber}`)).toEqual([]);
    const { findingId } = await finding('invalid-scans', badDay);
    await expect(guangdong.asks('GET', `findings/${findingId}`)).rejects.toMatchObject({ status: 403 });
    await expect(operator.asks('GET', 'findings/none')).rejects.toMatchObject({ status: 404 });
  });

  it('rests on rules and limits that anybody in the centre may read', async () => {
    const { rules } = await city.asks<{ rules: { rule: string; limits: object }[] }>('GET', 'supervision/rules');
    const limits = { leastTimes: 20, leastShare: 30 };
    expect(rules.find(({ rule }) => rule === 'invalid-scans')).toEqual({ rule: 'invalid-scans', title: '无效码扫描过多', limits });
  });
});

describe('渠道监管: what a channel did, in numbers', () => {
  it('is volume, failure rate and return codes, as the listeners saw them', async () => {
    const { stage, partner } = cast;
    const seen = answersIn(stage.hops).filter(({ channelNumber }) => channelNumber === partner.channelNumber);
    const channel = await city.asks<Record<string, unknown> & { answers: { returnCode: number; transType: string; times: number }[] }>(
      'GET', `supervision/channels/${partner.channelNumber}?from=${badDay}&to=${badDay}`,
    );
    const sum = (rows: typeof seen): number => rows.reduce((total, { times }) => total + times, 0);
    const refusals = sum(seen.filter(({ returnCode }) => returnCode !== 0));
    expect(channel).toMatchObject({
      requests: sum(seen), refusals, failureRate: Math.round((10_000 * refusals) / sum(seen)) / 100,
      wrongPasswords: 31, invalidScans: 21, decodes: 5, night: 0, overShown: 0,
    });
    const wrong = channel.answers.find(({ returnCode }) => returnCode === 500004);
    expect(wrong).toEqual({ returnCode: 500004, text: '电子凭证密码错误', transType: 'ec.authorization.grant', times: 31 });
    expect(channel.answers.reduce((total, { times }) => total + times, 0)).toBe(sum(seen));
  });

  it('is listed for the channels of the own area', async () => {
    const query = `supervision/channels?page=1&pageSize=10&from=${badDay}&to=${nextDay}`;
    const list = (user: CentreUser) => user.asks<{ total: number; items: { name: string }[] }>('GET', query);
    expect((await list(operator)).items.map(({ name }) => name).sort()).toEqual(['测试医保服务平台', '示例支付']);
    expect((await list(city)).items.map(({ name }) => name)).toEqual(['示例支付']);
    expect((await list(guangdong)).total).toBe(0);
  });
});

describe('渠道监管: what is done about it', () => {
  const journaled = async (act: string) => (await cast.stage.national.rows<{ actor: string; detail: string }>(
    'SELECT actor, detail FROM journal_entry WHERE act = ? ORDER BY sequence DESC LIMIT 1', [act],
  )).map(({ actor, detail }) => ({ actor, ...(JSON.parse(detail) as object) }));

  it('a note or a warning is written by an operator of the area too, and closes the finding', async () => {
    const warned = await answers(provincial, await finding('wrong-passwords', badDay), 'warning', { reason: '请核查撞库行为' });
    expect(warned).toMatchObject({ state: 'closed', action: 'warning', reason: '请核查撞库行为', closedBy: 'jianguan.fujian' });
    // The department that applied for the channel reads it here and hands it on (INT-97).
    expect(await city.asks('GET', `findings/${warned.findingId}`)).toEqual(warned);
    const line = { actor: 'user:jianguan.fujian', finding: warned.findingId, rule: 'wrong-passwords', day: badDay };
    expect(await journaled('management.channel.warn')).toMatchObject([line]);
    await expect(answers(guangdong, await finding('invalid-scans', badDay), 'note', { reason: '示例' })).rejects.toMatchObject({ status: 403 });
  });

  it('is done once: a closed finding is a conflict, and of two at once one succeeds', async () => {
    const closed = await finding('wrong-passwords', badDay);
    await expect(answers(operator, closed, 'note', { reason: '示例' })).rejects.toMatchObject({ status: 409 });
    const open = await finding('failure-jump', badDay);
    await provincial.asks('GET', 'session');
    const both = await Promise.allSettled([answers(operator, open, 'note', { reason: '示例一' }), answers(provincial, open, 'note', { reason: '示例二' })]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('lower limits are set by the nation, only downwards, and hold in every province', async () => {
    const { stage, partner } = cast;
    const open = await finding('invalid-scans', badDay);
    const limiting = (user: CentreUser, limits: object) => answers(user, open, 'limit', { reason: '示例', ...limits });
    await expect(limiting(provincial, { requestsPerDay: 2 })).rejects.toMatchObject({ status: 403 });
    await stage.centre.limits(partner, { requestsPerDay: 100, allowedTransTypes: ['ec.qrcode.issue'] });
    await stage.converged();
    const before = await snapshot([stage.national]);
    await expect(limiting(operator, {})).rejects.toMatchObject({ status: 400 });
    await expect(limiting(operator, { requestsPerDay: 100 })).rejects.toBeInstanceOf(CentreRefusal);
    expect(await snapshot([stage.national])).toEqual(before);
    expect(await limiting(operator, { requestsPerDay: 2 })).toMatchObject({ state: 'closed', action: 'limit' });
    await stage.converged();
    for (let n = 0; n < 2; n += 1) await citizen.shows({ in: stage.fujian, through: partner });
    await expectRefusal(citizen.shows({ in: stage.fujian, through: partner }), 'rateLimited', { because: '2 requests a day' });
    await expectRefusal(partner.asksForState(citizen), 'forbidden', { because: 'is not open to this channel' });
    expect(await journaled('management.channel.limit')).toMatchObject([{ finding: open.findingId, requestsPerDay: 2 }]);
    await stage.centre.limits(partner, {});
    await stage.converged();
  });

  it('suspension takes effect everywhere, and its line in the journal names the finding', async () => {
    const { stage, partner } = cast;
    await misbehaves();
    await lookedAt('02:30');
    const open = await finding('invalid-scans', nextDay);
    await expect(answers(provincial, open, 'suspension', { reason: '示例' })).rejects.toMatchObject({ status: 403 });
    expect(await answers(operator, open, 'suspension', { reason: '多次无效码' })).toMatchObject({ state: 'closed', action: 'suspension', closedBy: operator.name });
    await stage.converged();
    await expectRefusal(citizen.shows({ in: stage.fujian, through: partner }), 'channelNotApproved');
    await expectRefusal(partner.asksForState(citizen), 'channelNotApproved');
    expect(await journaled('management.channel.suspend')).toMatchObject([{ actor: `user:${operator.name}`, finding: open.findingId, reason: '多次无效码' }]);
    // What cannot be done leaves the finding open.
    const other = await finding('wrong-passwords', nextDay);
    await expect(answers(operator, other, 'suspension', { reason: '示例' })).rejects.toMatchObject({ status: 409 });
    expect((await finding('wrong-passwords', nextDay)).state).toBe('open');
  }, 120_000);
});

it('leaves whole journals on every tier', () => expectJournalsWhole(cast.stage.tiers));
