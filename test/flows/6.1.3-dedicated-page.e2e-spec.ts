import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { browser, buttonsOf, hiddenIn, sentTo, textOf } from './stage/browser.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { expectChanges, expectJournalsWhole, expectProblem, expectRefusal, expectUnchanged } from './stage/expectations.js';
import { activationPage, authorizationPage, ERRAND, OTHER_RETURN, RETURN, sets } from './stage/page-visits.js';
import { guangzhou, hangzhou, xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';

let cast: Cast;
beforeAll(async () => {
  cast = await openStageWithCast({ provinces: ['35', '44', '33'] });
  await cast.stage.centre.returnsTo(cast.partner, RETURN);
  await cast.stage.centre.returnsTo(cast.app, OTHER_RETURN);
  await cast.stage.converged();
}, 90_000);
afterAll(() => cast.stage.close());

const person = (insuredIn = [xiamen]) => cast.stage.citizen({ insuredIn, name: '甄测试' });

describe('6.1.3.3 b–e 用户在专用页面设置密码, 激活并生成个人渠道授权码', () => {
  it('the person sets the password on the page, and the channel gets the code; insured provinces and the business place\'s province learn it', async () => {
    const { stage, partner } = cast;
    const citizen = await person([xiamen, guangzhou]);
    const page = await activationPage(partner, citizen, { businessPlace: hangzhou });
    expect([page.status, buttonsOf(page)]).toEqual([200, ['confirm', 'decline']]);
    for (const words of ['示例支付', '甄**', '密码为 6 位数字', '不能连续递增或递减', '不能六位都相同', '不能是您证件号码中的一段']) expect(textOf(page)).toContain(words);
    for (const personal of [citizen.idNo, citizen.userName]) expect(page.html).not.toContain(personal);
    const heard = await stage.heard(async () => {
      const { address, told } = sentTo(await sets(page, citizen.password));
      expect({ address, told }).toEqual({
        address: 'https://pay.example.test/medical/return', told: { from: 'ec', state: ERRAND, code: expect.stringMatching(/^[a-z2-7]{40}$/) },
      });
      await stage.converged();
      citizen.usesAlso(partner, await partner.exchangesCode(told['code']));
    });
    expect(heard.filter((line) => line.startsWith('national →')).toSorted()).toEqual([
      'national → province:33 ec.sync.authorization 0',
      'national → province:35 ec.sync.activation 0', 'national → province:35 ec.sync.authorization 0',
      'national → province:44 ec.sync.activation 0', 'national → province:44 ec.sync.authorization 0',
    ]);
    expect(await partner.asksForState(citizen.identity)).toMatchObject({ credentialState: 'activated', next: 'use' });
    await expect(citizen.shows({ in: stage.fujian, through: partner, choosing: xiamen })).resolves.toHaveProperty('poolingArea', xiamen);
    await expect(citizen.authorizes(cast.app)).resolves.toMatch(/^[0-9A-Z]{32}$/); // with the password set on the page
  });

  it('writes what an activation by transaction writes, and the code for the way back', async () => {
    const { stage, partner } = cast;
    const citizen = await person();
    const page = await activationPage(partner, citizen);
    await stage.converged();
    const before = await snapshot(stage.tiers);
    await sets(page, citizen.password);
    await expectChanges(stage, before, {
      'national electronic_credential': 'rewritten', 'national handling': 'rewritten', 'national credential_password': 1, 'national channel_authorization': 1,
      'national credential_replica': 1, 'national outbox_entry': 2, 'national sync_lag': 2, 'national journal_entry': 1, 'national access_pass': 1,
      'national page_visit': 'rewritten',
      'province:35 insured_person': 1, 'province:35 insured_place': 1, 'province:35 electronic_credential': 1, 'province:35 channel_authorization': 1,
      'province:35 idempotency_record': 2, 'province:35 journal_entry': 2,
    });
  });

  it('leads back the person who would rather not, and nothing is activated; the handling goes on', async () => {
    const { partner } = cast;
    const citizen = await person();
    const page = await activationPage(partner, citizen);
    expect(sentTo(await browser.hands(page, { decision: 'decline' })).told).toEqual({ from: 'ec', state: ERRAND, returnCode: '500022' });
    expectProblem(await browser.opens(page.url), 410, '500022');
    expect(await partner.asksForState(citizen.identity)).toMatchObject({ credentialState: 'registered', next: 'activate' });
  });

  it('sends on a person who presses twice to the same address, and activates once', async () => {
    const { stage, partner } = cast;
    const citizen = await person();
    const page = await activationPage(partner, citizen);
    const [first, second] = (await Promise.all([sets(page, citizen.password), sets(page, citizen.password)])).map(sentTo);
    expect(second).toEqual(first);
    await stage.converged();
    const before = await snapshot(stage.tiers);
    expect(sentTo(await sets(page, citizen.password))).toEqual(first);
    await expectUnchanged(stage, before);
    await expect(partner.exchangesCode(first?.told['code'])).resolves.toMatch(/^[0-9A-Z]{32}$/);
    await expectRefusal(partner.exchangesCode(first?.told['code']), 'accessCodeInvalid');
  });
});

describe('6.1.3.3 b 校验密码有效性: the rules, in words for the person', () => {
  it.each([
    ['five digits', '27491', '密码为 6 位数字'], ['letters', '27491a', '密码为 6 位数字'], ['nothing', '', '密码为 6 位数字'],
    ['one digit', '555555', '不能六位都相同'], ['a run up', '234567', '不能连续递增或递减'], ['a run down', '987654', '不能连续递增或递减'],
  ])('asks again after %s, and writes nothing', async (_what, password, says) => {
    const { stage, partner } = cast;
    const page = await activationPage(partner, await person());
    await stage.converged();
    const before = await snapshot(stage.tiers);
    const again = await sets(page, password);
    expect([again.status, /<p role="alert">([^<。]*)/.exec(again.html)?.[1]]).toEqual([400, expect.stringContaining(says)]);
    await expectUnchanged(stage, before);
  });

  it('asks again after a part of the own document number, and after two that differ; then takes a good one', async () => {
    const { partner } = cast;
    const citizen = await person();
    let page = await activationPage(partner, citizen);
    page = await sets(page, citizen.idNo.slice(8, 14));
    expect(/<p role="alert">([^<]*)/.exec(page.html)?.[1]).toContain('不能是您证件号码中的一段');
    page = await sets(page, citizen.password, '918273');
    expect(/<p role="alert">([^<]*)/.exec(page.html)?.[1]).toContain('两次输入的密码不一致');
    for (const digits of [citizen.password, '918273']) expect(page.html).not.toContain(digits);
    expect(sentTo(await sets(page, citizen.password)).told).toHaveProperty('code');
  });
});

describe('6.1.3.3 a, c the link', () => {
  it('is made after real name and real person only', async () => {
    const { partner } = cast;
    const citizen = await person();
    const { handlingSerialNo } = await partner.verifiesRealName({ ...citizen.identity, businessPlace: xiamen });
    const link = (more: object) => partner.asksForLink({ linkType: 'activation', handlingSerialNo, ...more });
    await expectRefusal(link({}), 'badRequest', { naming: 'data.realPersonSerialNo' });
    await expectRefusal(link({ realPersonSerialNo: 'A'.repeat(32) }), 'realPersonSerialNoInvalid');
    await expectRefusal(link({ realPersonSerialNo: 'A'.repeat(32), handlingSerialNo: 'B'.repeat(32) }), 'handlingSerialNoInvalid');
  });

  it('is not made for another channel\'s handling, nor for a credential that is activated', async () => {
    const { app, partner, activated } = cast;
    await expectRefusal(partner.asksForLink({ linkType: 'activation', ...(await (await person()).provesWho(app)) }), 'handlingChannelMismatch');
    const citizen = await activated({ insuredIn: [xiamen] });
    await expectRefusal(partner.asksForLink({ linkType: 'activation', ...(await citizen.provesWho(partner)) }), 'activationWriteFailed');
  });

  it('opens its own kind of page only', async () => {
    const { partner, activated } = cast;
    const { url } = await authorizationPage(partner, await activated({ insuredIn: [xiamen] }));
    expectProblem(await browser.opens(url.replace('/pages/authorization', '/pages/activation')), 403, '签名出错（500036）');
  });

  it('opens nothing after ten minutes, and a form that was open sets nothing', async () => {
    const { stage, partner } = cast;
    const citizen = await person();
    const page = await activationPage(partner, citizen);
    stage.clock.passes({ minutes: 10 });
    expectProblem(await browser.opens(page.url), 410, '500022');
    expectProblem(await sets(page, citizen.password), 410, '500022');
    expect(await partner.asksForState(citizen.identity)).toMatchObject({ credentialState: 'registered' });
  });

  it('opens nothing when the credential was activated by another way meanwhile', async () => {
    const { app, partner } = cast;
    const citizen = await person();
    const page = await activationPage(partner, citizen);
    await citizen.activatesThrough(app);
    expectProblem(await sets(page, citizen.password), 409, '写入激活表记录失败（500017）');
  });

  it('is not taken with a form token that is missing: nothing is set', async () => {
    const { stage, partner } = cast;
    const page = await activationPage(partner, await person());
    await stage.converged();
    const before = await snapshot(stage.tiers);
    const answer = await browser.sends(page.url, { decision: 'confirm', password: '274913', repeated: '274913' });
    expect([answer.status, textOf(answer).includes('请重新填写'), Object.keys(hiddenIn(answer))]).toEqual([400, true, ['formToken']]);
    await expectUnchanged(stage, before);
  });
});

it('leaves whole journals on every tier, and no password in any answer to the channel or any line of the journal', async () => {
  const { stage } = cast;
  const lines = JSON.stringify(await stage.national.rows('SELECT "act", "outcome", "detail" FROM "journal_entry"'));
  expect(lines).toContain('\\"by\\":\\"page\\"');
  expect(lines).not.toContain('274913');
  await stage.converged();
  await expectJournalsWhole(stage.tiers);
});
