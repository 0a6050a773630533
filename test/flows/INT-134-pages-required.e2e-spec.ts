import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ChannelClient } from '../../src/client/index.js';
import { browser, sentTo } from './stage/browser.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Channel } from './stage/channel.js';
import { expectRefusal } from './stage/expectations.js';
import { onboards } from './stage/onboarding.js';
import { confirms, RETURN, sets } from './stage/page-visits.js';
import { xiamen } from './stage/places.js';

/** A federation as `keygen` sets it up for production. */
let cast: Cast;
let client: ChannelClient;
let channel: Channel;
beforeAll(async () => {
  cast = await openStageWithCast({ environment: 'production' });
  const { stage } = cast;
  const { appId, appSecret, privateKey, platformPublicKey, channelNumber } = await onboards(await stage.centre.staff, '示例出行');
  channel = stage.centre.channelOf('示例出行', channelNumber, { appId, appSecret, privateKey, platformPublicKey });
  client = new ChannelClient({ nationalUrl: stage.national.publicServiceUrl, keys: { appId, appSecret, privateKey, counterpartPublicKey: platformPublicKey } });
  await stage.centre.returnsTo(channel, RETURN);
  await stage.converged();
}, 90_000);
afterAll(async () => {
  client.close();
  await cast.stage.close();
});

it('a channel of another party sets no password itself; on the page, and by the package openec-client, the person activates', async () => {
  const { stage } = cast;
  const citizen = await stage.citizen({ insuredIn: [xiamen] });
  await expectRefusal(citizen.activatesThrough(channel), 'forbidden', { naming: 'data.password', because: 'ec.page.link' });
  const { handlingSerialNo } = await client.verifyRealName({ ...citizen.identity, businessPlace: xiamen });
  const { realPersonSerialNo } = await client.verifyRealPerson({ handlingSerialNo, biometricSample: citizen.face });
  const { link } = await client.linkPage({ linkType: 'activation', handlingSerialNo, realPersonSerialNo, returnState: 'visit-1' });
  const { told } = sentTo(await sets(await browser.opens(link), citizen.password));
  expect(told['state']).toBe('visit-1');
  const { authorizationCode } = await client.exchangeAccessCode(told['code'] ?? '');
  citizen.usesAlso(channel, authorizationCode);
  await stage.converged();
  await expect(citizen.shows({ in: stage.fujian, through: channel })).resolves.toHaveProperty('poolingArea', xiamen);
});

it('nor does it take the password of an authorization; the official channel does', async () => {
  const { activated, app } = cast;
  const citizen = await activated({ insuredIn: [xiamen], through: app });
  await expectRefusal(citizen.authorizes(channel), 'forbidden', { naming: 'data.password' });
  const { link } = await client.linkPage({ linkType: 'authorization', ...citizen.identity });
  const { told } = sentTo(await confirms(await browser.opens(link), citizen.password));
  await expect(client.exchangeAccessCode(told['code'] ?? '')).resolves.toHaveProperty('authorizationCode', expect.stringMatching(/^[0-9A-Z]{32}$/));
  await expect(citizen.authorizes(app)).resolves.toMatch(/^[0-9A-Z]{32}$/);
});
