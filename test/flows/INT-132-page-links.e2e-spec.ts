import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { browser, hiddenIn, sentTo, textOf } from './stage/browser.js';
import type { Cast } from './stage/cast.js';
import type { Channel } from './stage/channel.js';
import { expectProblem, expectRefusal, expectUnchanged } from './stage/expectations.js';
import { authorizationLink, authorizationPage, confirms, openStageWithReturns, OTHER_RETURN, RETURN, WRONG_PASSWORD } from './stage/page-visits.js';
import { xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';

let cast: Cast;
let other: Channel;
beforeAll(async () => {
  ({ cast, other } = await openStageWithReturns());
}, 90_000);
afterAll(() => cast.stage.close());

const person = () => cast.activated({ insuredIn: [xiamen], name: '甄测试' });

describe('the form', () => {
  it('sends on a person who presses twice to the same address, and authorizes once', async () => {
    const { stage } = cast;
    const citizen = await person();
    const page = await authorizationPage(cast.partner, citizen);
    const answers = await Promise.all([confirms(page, citizen.password), confirms(page, citizen.password)]);
    const [first, second] = answers.map(sentTo);
    expect(second).toEqual(first);
    await stage.converged();
    const before = await snapshot(stage.tiers);
    expect(sentTo(await confirms(page, citizen.password))).toEqual(first);
    await expectUnchanged(stage, before);
  });

  it('counts a wrong password once that was handed in twice', async () => {
    const citizen = await person();
    const page = await authorizationPage(cast.partner, citizen);
    await confirms(page, WRONG_PASSWORD);
    const again = await confirms(page, WRONG_PASSWORD);
    expect(textOf(again)).toContain('这一页已提交过或已失效');
    expect(textOf(await confirms(again, WRONG_PASSWORD))).toContain('还可以尝试 3 次');
  });

  it.each(['missing', 'of another link', 'invented'])('is not taken with a token that is %s: nothing is compared and nothing counted', async (which) => {
    const { stage } = cast;
    const citizen = await person();
    const page = await authorizationPage(cast.partner, citizen);
    const tokens: Record<string, Record<string, string>> = { 'missing': {}, 'of another link': hiddenIn(await authorizationPage(cast.partner, citizen)), 'invented': { formToken: 'a'.repeat(64) } };
    await stage.converged();
    const before = await snapshot(stage.tiers);
    const answer = await browser.sends(page.url, { ...tokens[which], decision: 'confirm', password: citizen.password });
    expect([answer.status, textOf(answer).includes('请重新填写')]).toEqual([400, true]);
    await expectUnchanged(stage, before);
  });
});

describe('the link', () => {
  it('opens nothing after ten minutes, neither its page nor a form that was open', async () => {
    const { stage } = cast;
    const citizen = await person();
    const page = await authorizationPage(cast.partner, citizen);
    stage.clock.passes({ minutes: 10 });
    expectProblem(await browser.opens(page.url), 410, '500022');
    const late = await confirms(page, citizen.password);
    expectProblem(late, 410, '用户未授权或已过期，请重新进入');
    expect(late.html).toContain('href="https://pay.example.test/medical/return?from=ec&amp;returnCode=500022&amp;state=order-17"');
    await expectRefusal(cast.partner.asksForAuthorization(citizen.identity), 'authorizationNotFound');
  });

  it.each(['channelNumber', 'expiresAt', 'nonce', 'signature'])('opens nothing when its %s was altered', async (member) => {
    const link = new URL(await authorizationLink(cast.partner, await person()));
    const values: Record<string, string> = { channelNumber: other.channelNumber, expiresAt: '9999999999999', nonce: 'a'.repeat(32), signature: 'f'.repeat(64) };
    link.searchParams.set(member, values[member] ?? '');
    expectProblem(await browser.opens(link.href), 403, '签名出错（500036）');
    link.searchParams.delete(member);
    expectProblem(await browser.opens(link.href), 403, '500036');
  });

  it('opens nothing once it was used', async () => {
    const citizen = await person();
    const page = await authorizationPage(cast.partner, citizen);
    await confirms(page, citizen.password);
    expectProblem(await browser.opens(page.url), 410, '500022');
    expectProblem(await browser.sends(page.url, { formToken: 'a'.repeat(64), decision: 'confirm', password: citizen.password }), 410, '500022');
  });

  it('leads back to an address that this channel has registered, and to no other', async () => {
    const { app, partner } = cast;
    const citizen = await person();
    await expectRefusal(authorizationLink(app, citizen), 'badRequest', { naming: 'data.returnUrl', because: 'registered no' });
    for (const returnUrl of [OTHER_RETURN, `${RETURN}&next=https://evil.example`, 'https://pay.example.test/medical/return']) {
      await expectRefusal(authorizationLink(partner, citizen, { returnUrl }), 'badRequest', { naming: 'data.returnUrl' });
    }
    await expect(authorizationLink(partner, citizen, { returnUrl: RETURN })).resolves.toContain('/pages/authorization?');
  });

  it('is made for a person with an activated credential whose real name the channel hands over (4.6, 6.1.4.2)', async () => {
    const { stage, partner } = cast;
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    await expectRefusal(authorizationLink(cast.partner, citizen), 'credentialNotFound', { because: 'activate first' });
    await expectRefusal(authorizationLink(partner, await person(), { userName: '贾示例' }), 'realNameFailed');
    await expectRefusal(authorizationLink(partner, stage.stranger()), 'personNotFound');
    await expectRefusal(partner.asksForLink({ linkType: 'authorization' }), 'badRequest', { naming: 'data.idType' });
  });

  it('holds nothing of the person', async () => {
    const citizen = await person();
    const link = new URL(await authorizationLink(cast.partner, citizen));
    expect([...link.searchParams.keys()]).toEqual(['channelNumber', 'expiresAt', 'nonce', 'signature']);
  });

  it('opens nothing while the channel is suspended', async () => {
    const { stage } = cast;
    const channel = await stage.centre.onboards('示例停用');
    await stage.centre.returnsTo(channel, OTHER_RETURN);
    const citizen = await person();
    const page = await browser.opens(await authorizationLink(channel, citizen));
    await (await stage.centre.staff).operator.asks('POST', `channels/${channel.channelNumber}/suspension`, { reason: '示例原因' });
    expectProblem(await confirms(page, citizen.password), 409, '500013');
    await stage.converged();
  });

  it('is not served in the core zone', async () => {
    const { national } = cast.stage;
    const link = (await authorizationLink(cast.partner, await person())).replace(national.publicServiceUrl, national.coreUrl);
    expectProblem(await browser.opens(link), 404, '-5');
  });
});
