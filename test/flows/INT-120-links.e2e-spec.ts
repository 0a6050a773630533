import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { hmacSm3 } from '../../src/crypto/sm3.js';
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

it('a ticket buys a link to a page of one kind at the configured address, for ten minutes', async () => {
  const { stage, partner, activated } = cast;
  await stage.centre.returnsTo(partner, 'https://pay.example.test/return');
  const { identity } = await activated({ insuredIn: [xiamen] });
  const now = stage.clock.now();
  const { link, expiresAt } = await partner.asksForLink({ linkType: 'authorization', ...identity });
  expect(new URL(link)).toMatchObject({ origin: 'https://pages.example.test', pathname: '/ec/authorization' });
  expect(new URL(link).searchParams.get('channelNumber')).toBe(partner.channelNumber);
  expect(expiresAt - now).toBeGreaterThanOrEqual(600_000);
  await expectRefusedWithoutTrace(stage, () => partner.atNational('linkPage', { apiTicket: 'nobody-s', linkType: 'authorization' }), 'apiTicketFailed', { naming: 'data.apiTicket' });
});

it.each(['management', 'password'])('there is no dedicated page «%s»: the person does that in a channel', async (linkType) => {
  await expectRefusal(cast.partner.asksForLink({ linkType }), 'linkTypeMissing', { naming: 'data.linkType' });
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
