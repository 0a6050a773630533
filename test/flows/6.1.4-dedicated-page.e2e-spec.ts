import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { browser, buttonsOf, hiddenIn, sentTo, textOf } from './stage/browser.js';
import type { Cast } from './stage/cast.js';
import type { Channel } from './stage/channel.js';
import { expectChanges, expectJournalsWhole, expectProblem, expectRefusal, expectUnchanged } from './stage/expectations.js';
import { authorizationPage, confirms, openStageWithReturns, RETURN, WRONG_PASSWORD } from './stage/page-visits.js';
import { guangzhou, hangzhou, xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';

let cast: Cast;
let other: Channel;
beforeAll(async () => {
  ({ cast, other } = await openStageWithReturns({ provinces: ['35', '44', '33'] }));
}, 90_000);
afterAll(() => cast.stage.close());

const person = (insuredIn = [xiamen]) => cast.activated({ insuredIn, name: '甄测试' });

describe('6.1.4.3 a 第三方渠道调用国家医疗保障信息平台提供的专用页面，用户根据提示授权当前渠道', () => {
  it('the person reads who asks and what was handed over, confirms with the password, and the channel gets the code; every insured province keeps it', async () => {
    const { stage, partner } = cast;
    const citizen = await person([xiamen, guangzhou, hangzhou]);
    const page = await authorizationPage(cast.partner, citizen);
    expect(page.status).toBe(200);
    expect(textOf(page)).toContain('示例支付');
    expect(textOf(page)).toContain('甄**');
    expect(page.html).not.toContain(citizen.idNo);
    expect(page.html).not.toContain(citizen.userName);
    const before = await snapshot(stage.tiers);
    const { address, told } = sentTo(await confirms(page, citizen.password));
    expect(address).toBe('https://pay.example.test/medical/return');
    expect(told).toEqual({ from: 'ec', state: 'order-17', code: expect.stringMatching(/^[a-z2-7]{40}$/) });
    await expectChanges(stage, before, {
      'national channel_authorization': 1, 'national outbox_entry': 3, 'national sync_lag': 3, 'national access_pass': 1, 'national page_visit': 'rewritten',
      'national journal_entry': 1,
      ...Object.fromEntries(['35', '44', '33'].flatMap((province) => [
        [`province:${province} channel_authorization`, 1], [`province:${province} idempotency_record`, 1], [`province:${province} journal_entry`, 1],
      ])),
    });
    citizen.usesAlso(partner, await partner.exchangesCode(told['code']));
    const heard = await stage.heard(async () => {
      for (const province of Object.values(stage.provinces)) await citizen.shows({ in: province, through: partner, choosing: xiamen });
    });
    expect(heard.filter((line) => line.includes('→ national'))).toEqual([]);
  });

  it('counts the act as any other authorization of the channel (5.2.1)', async () => {
    const { stage } = cast;
    const citizen = await person();
    const written = () => stage.national.rows<{ actor: string; outcome: string; detail: string }>(
      `SELECT "actor", "outcome", "detail" FROM "journal_entry" WHERE "act" = 'ec.authorization.grant' ORDER BY "sequence" DESC LIMIT 1`);
    await confirms(await authorizationPage(cast.partner, citizen), citizen.password);
    const [line] = await written();
    expect(line).toMatchObject({ actor: `channel:${cast.partner.channelNumber}`, outcome: 'done' });
    expect(JSON.parse(line?.detail ?? '')).toEqual({ province: '35', made: 1, by: 'page' });
  });

  it('leads the person who declines back without a code, and nothing is authorized', async () => {
    const citizen = await person();
    const page = await authorizationPage(cast.partner, citizen);
    expect(buttonsOf(page)).toEqual(['confirm', 'decline']);
    expect(sentTo(await browser.hands(page, { decision: 'decline' })).told).toEqual({ from: 'ec', state: 'order-17', returnCode: '500022' });
    await expectRefusal(cast.partner.asksForAuthorization(citizen.identity), 'authorizationNotFound');
    expectProblem(await browser.opens(page.url), 410, '500022');
  });

  it('gives the channel the code that stands when the way back got lost and the person confirms again (INT-133)', async () => {
    const { stage, partner } = cast;
    const citizen = await person();
    const first = sentTo(await confirms(await authorizationPage(cast.partner, citizen), citizen.password));
    const again = sentTo(await confirms(await authorizationPage(cast.partner, citizen), citizen.password));
    expect(await partner.exchangesCode(again.told['code'])).toBe(await partner.exchangesCode(first.told['code']));
    expect(await stage.national.count('channel_authorization', `"channel_number" = ? AND "credential_number" = (SELECT "credential_number" FROM "page_visit" ORDER BY "expires_at" DESC LIMIT 1)`, [partner.channelNumber])).toBe(1);
  });
});

describe('6.1.4.3 c 当前渠道接收个人渠道授权码信息', () => {
  it('takes the one-time code once, and from the channel of the link only', async () => {
    const { partner } = cast;
    const citizen = await person();
    const { told: { code } } = sentTo(await confirms(await authorizationPage(cast.partner, citizen), citizen.password));
    await expectRefusal(other.exchangesCode(code), 'accessCodeInvalid');
    await expect(partner.exchangesCode(code)).resolves.toMatch(/^[0-9A-Z]{32}$/);
    await expectRefusal(partner.exchangesCode(code), 'accessCodeInvalid');
  });
});

describe('the password', () => {
  it('is asked for again with the tries that are left, until it is locked; also the right one is refused then', async () => {
    const { stage } = cast;
    const citizen = await person();
    let page = await authorizationPage(cast.partner, citizen);
    for (const left of [4, 3, 2, 1]) {
      page = await confirms(page, WRONG_PASSWORD);
      expect({ status: page.status, text: textOf(page) }).toEqual({ status: 400, text: expect.stringContaining(`还可以尝试 ${left} 次`) });
      expect(textOf(page)).toContain('电子凭证密码错误（500004）');
    }
    page = await confirms(page, WRONG_PASSWORD);
    expect(textOf(page)).toContain('已锁定，请 30 分钟后再试');
    expect([buttonsOf(page), page.html.includes('type="password"')]).toEqual([['decline'], false]);
    await stage.converged();
    const before = await snapshot(stage.tiers);
    expect((await browser.sends(page.url, { ...hiddenIn(page), decision: 'confirm', password: citizen.password })).status).toBe(400);
    await expectUnchanged(stage, before);
    await expectRefusal(citizen.authorizes(cast.partner), 'passwordWrong', { because: 'locked' });
  });

  it('shares its tries with those made elsewhere', async () => {
    const citizen = await person();
    await expectRefusal(citizen.authorizes(cast.partner, { password: WRONG_PASSWORD }), 'passwordWrong', { because: '4 tries left' });
    expect(textOf(await confirms(await authorizationPage(cast.partner, citizen), WRONG_PASSWORD))).toContain('还可以尝试 3 次');
  });

  it('is asked for when it was left out, which counts as no try', async () => {
    const citizen = await person();
    const page = await confirms(await authorizationPage(cast.partner, citizen), '');
    expect([page.status, textOf(page).includes('请输入密码')]).toEqual([400, true]);
    expect(textOf(await confirms(page, WRONG_PASSWORD))).toContain('还可以尝试 4 次');
  });
});

describe('what goes over the wire', () => {
  it('is kept by nobody, framed by nobody, runs nothing, and may lead to the channel only', async () => {
    const page = await authorizationPage(cast.partner, await person());
    expect(Object.fromEntries(page.headers)).toMatchObject({
      'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY',
      'content-type': 'text/html; charset=utf-8',
    });
    const policy = page.headers.get('content-security-policy') ?? '';
    const nonce = /style-src 'nonce-([a-z2-7]{26})'/.exec(policy)?.[1] ?? '';
    expect(policy).toBe(`default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self' https://pay.example.test; base-uri 'none'; frame-ancestors 'none'`);
    expect(page.html).toContain(`<style nonce="${nonce}">`);
    expect(page.html).not.toMatch(/<script|style="|onclick|http:\/\//);
    expect((await browser.opens(page.url)).headers.get('content-security-policy')).not.toBe(policy);
  });

  it('is not JSON where a form is too large, but a refusal', async () => {
    const page = await authorizationPage(cast.partner, await person());
    expect((await browser.sends(page.url, { password: '1'.repeat(5_000) })).status).toBe(413);
  });

  it('leaves the password in no table, whole journals, and no code in clear', async () => {
    const { stage } = cast;
    const citizen = await person();
    const { told: { code = 'none' } } = sentTo(await confirms(await authorizationPage(cast.partner, citizen), citizen.password));
    const tables = await Promise.all(['page_visit', 'access_pass', 'journal_entry'].map((name) => stage.national.rows(`SELECT * FROM "${name}"`)));
    const text = JSON.stringify(tables);
    expect(text).toContain('ec.authorization.grant');
    for (const secret of [code, citizen.idNo, citizen.userName, RETURN]) expect(text).not.toContain(secret);
    expect(JSON.stringify(tables.map((rows) => rows.map((row) => Object.entries(row as object).filter(([name]) => name === 'detail'))))).not.toContain(citizen.password);
    await stage.converged();
    await expectJournalsWhole(stage.tiers);
  });
});
