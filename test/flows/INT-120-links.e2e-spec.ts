import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { hmacSm3 } from '../../src/crypto/sm3.js';
import { PageLinks } from '../../src/modules/authorization/national/channel-access/page-links.js';
import { pageKinds } from '../../src/protocol/transactions/link-page.js';
import { transactions } from '../../src/protocol/transactions/index.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { xiamen } from './stage/places.js';

const secret = 'shared-with-mobile-payment';
let cast: Cast;
beforeAll(async () => {
  cast = await openStageWithCast({
    nationalOverrides: { pages: { url: 'https://pages.example.test/ec/' } }, provinceOverrides: { mobilePayment: { billUrl: 'https://bill.example.test/list?lang=zh', secret } },
  });
}, 60_000);
afterAll(() => cast.stage.close());

it.each(pageKinds)('a ticket buys a link to the page «%s», which the tier knows again for five minutes and only untouched', async (linkType) => {
  const { stage, partner: { speaker, channelNumber } } = cast;
  const at = stage.national.publicServiceUrl;
  const { accessToken } = await speaker.ask(at, transactions.getAccessToken, { secret: speaker.keys.appSecret });
  const { apiTicket } = await speaker.ask(at, transactions.getApiTicket, { accessToken });
  const { link, expiresAt } = await speaker.ask(at, transactions.linkPage, { apiTicket, linkType });
  expect(new URL(link)).toMatchObject({ origin: 'https://pages.example.test', pathname: `/ec/${linkType}` });
  expect(new URL(link).searchParams.get('channelNumber')).toBe(channelNumber);
  const links = stage.national.app.get(PageLinks, { strict: false });
  const now = stage.clock.now();
  expect([links.isGood(link, now), links.isGood(link, expiresAt), links.isGood(link.replace(`/${linkType}?`, '/lottery?'), now)]).toEqual([true, false, false]);
  await expectRefusedWithoutTrace(stage, () => speaker.ask(at, transactions.linkPage, { apiTicket: 'nobody-s', linkType }), 'apiTicketFailed', { naming: 'data.apiTicket' });
});

it('a channel that the person lets in gets a link to the list of mobile payments, signed for whoever shows it', async () => {
  const { stage, app, partner, activated } = cast;
  const citizen = await activated({ insuredIn: [xiamen] });
  const ask = (authorizationCode: string, channel = app) => channel.speaker.ask(stage.fujian.publicServiceUrl, transactions.linkBill, { authorizationCode });
  const link = new URL((await ask(citizen.authorizationCodeIn(app))).link);
  const signature = link.searchParams.get('signature');
  link.searchParams.delete('signature');
  expect(link.searchParams.get('lang')).toBe('zh');
  expect(signature).toBe(hmacSm3(Buffer.from(secret), link.href).toString('hex'));
  await expectRefusal(ask(citizen.authorizationCodeIn(app), partner), 'authorizationCodeInvalid', { because: 'another channel' });
  await expectRefusal(ask('Z'.repeat(32)), 'authorizationCodeInvalid', { because: 'knows no such' });
});
