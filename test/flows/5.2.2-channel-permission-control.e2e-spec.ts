import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Refusal } from '../../src/protocol/refusal.js';
import type { Transaction } from '../../src/protocol/transaction.js';
import { transactions } from '../../src/protocol/transactions/index.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { Channel } from './stage/channel.js';
import { expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { xiamen } from './stage/places.js';

let cast: Cast;
beforeAll(async () => { cast = await openStageWithCast(); });
afterAll(() => cast.stage.close());

/** A channel of its own for each story. */
async function newChannel(): Promise<Channel> {
  const channel = await cast.stage.centre.registersChannel('限权示例渠道', 'official');
  await cast.stage.converged();
  return channel;
}

async function limit(channel: Channel, wish: Parameters<Cast['stage']['centre']['limits']>[1]): Promise<void> {
  await cast.stage.centre.limits(channel, wish);
  await cast.stage.converged();
}

const asksForSomething = (channel: Channel) => channel.verifiesRealName({ ...cast.stage.stranger().identity, businessPlace: xiamen });

/** The return code that an act ends with; 0 is success. */
async function codeOf(act: Promise<unknown>): Promise<number> {
  try {
    await act;
    return 0;
  } catch (error) {
    if (error instanceof Refusal) return error.returnCode.code;
    throw error;
  }
}

describe('5.2.2, 5.2.3 渠道权限控制', () => {
  it('lets a channel call from its addresses only, at national and in the provinces', async () => {
    const channel = await newChannel();
    const citizen = await cast.activated({ insuredIn: [xiamen], through: channel });
    await limit(channel, { allowedAddresses: ['10.1.0.0/16'] });
    await expectRefusedWithoutTrace(cast.stage, () => asksForSomething(channel), 'forbidden', { naming: 'appId', because: '127.0.0.1' });
    await expectRefusal(citizen.shows({ in: cast.stage.fujian, through: channel }), 'forbidden', { naming: 'appId' });
    await limit(channel, { allowedAddresses: ['10.1.0.0/16', '127.0.0.1'] });
    await citizen.shows({ in: cast.stage.fujian, through: channel });
  });

  it('lets a channel call only the transactions that are open to it', async () => {
    const channel = await newChannel();
    const citizen = await cast.activated({ insuredIn: [xiamen], through: channel });
    await limit(channel, { allowedTransTypes: [transactions.issueQrCode.transType] });
    await expectRefusal(asksForSomething(channel), 'forbidden', { naming: 'transType', because: 'not open to this channel' });
    await citizen.shows({ in: cast.stage.fujian, through: channel });
  });

  it('limits the requests a minute, and forgets when the minute is over', async () => {
    const channel = await newChannel();
    await limit(channel, { requestsPerMinute: 3 });
    for (let n = 0; n < 3; n += 1) await expectRefusal(asksForSomething(channel), 'personNotFound', { because: 'no base' });
    await expectRefusedWithoutTrace(cast.stage, () => asksForSomething(channel), 'rateLimited', { because: '3 requests a minute' });
    cast.stage.clock.passes({ minutes: 1 });
    await expectRefusal(asksForSomething(channel), 'personNotFound', { because: 'no base' });
  });

  it('limits the requests a day to the very number, also when they come at once', async () => {
    const channel = await newChannel();
    await limit(channel, { requestsPerDay: 10 });
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => codeOf(asksForSomething(channel))));
    expect(outcomes.filter((outcome) => outcome === 500050)).toHaveLength(10);
    expect(outcomes.filter((outcome) => outcome === -6)).toHaveLength(20);
    cast.stage.clock.passes({ minutes: 24 * 60 });
    await expectRefusal(asksForSomething(channel), 'personNotFound', { because: 'no base' });
  });

  it('refuses limits that make no sense, and limits for nobody', async () => {
    const { centre } = cast.stage;
    const channel = await newChannel();
    await expectRefusal(centre.limits(channel, { allowedAddresses: ['10.1.0.0/64'] }), 'badRequest', { naming: 'data.allowedAddresses' });
    await expectRefusal(centre.limits(channel, { allowedTransTypes: ['ec.query'] }), 'badRequest', { naming: 'data.allowedTransTypes' });
    const nobody = new Channel(channel.name, channel.kind, 'A'.repeat(32), channel.speaker, cast.stage.national);
    await expectRefusal(centre.limits(nobody, {}), 'channelNotFound');
  });
});

describe('6.1.3.3 c, 6.1.4.3 a and c 专用页面的凭据', () => {
  type Row = 'getAccessToken' | 'getApiTicket' | 'issueAccessCode' | 'exchangeAccessCode';
  const ask = (channel: Channel, row: Row, input: object) =>
    channel.speaker.ask(cast.stage.national.publicServiceUrl, transactions[row] as unknown as Transaction<object, Record<string, string>>, input);
  const tokenOf = async (channel: Channel) => (await ask(channel, 'getAccessToken', { secret: channel.speaker.keys.appSecret })).accessToken;
  const codeFor = async (channel: Channel, authorizationCode: string) => {
    const { apiTicket } = await ask(channel, 'getApiTicket', { accessToken: await tokenOf(channel) });
    return (await ask(channel, 'issueAccessCode', { apiTicket, authorizationCode })).code;
  };

  it('goes from SECRET to AccessToken to ApiTicket to a one-time code to the authorization code, once', async () => {
    const channel = await newChannel();
    const citizen = await cast.activated({ insuredIn: [xiamen], through: channel });
    const authorizationCode = citizen.authorizationCodeIn(channel);
    const code = await codeFor(channel, authorizationCode);
    const accessToken = await tokenOf(channel);
    expect(await ask(channel, 'exchangeAccessCode', { accessToken, code })).toEqual({ authorizationCode });
    await expectRefusal(ask(channel, 'exchangeAccessCode', { accessToken, code }), 'accessCodeInvalid');
  });

  it('refuses a wrong SECRET, a foreign or expired token, and a code that is over', async () => {
    const [channel, other] = [await newChannel(), await newChannel()];
    const citizen = await cast.activated({ insuredIn: [xiamen], through: channel });
    await expectRefusal(ask(channel, 'getAccessToken', { secret: other.speaker.keys.appSecret }), 'accessTokenFailed', { naming: 'data.secret' });
    await expectRefusal(ask(channel, 'getApiTicket', { accessToken: await tokenOf(other) }), 'apiTicketFailed', { naming: 'data.accessToken' });
    const code = await codeFor(channel, citizen.authorizationCodeIn(channel));
    await expectRefusal(ask(other, 'exchangeAccessCode', { accessToken: await tokenOf(other), code }), 'accessCodeInvalid');
    cast.stage.clock.passes({ minutes: 5 });
    const accessToken = await tokenOf(channel);
    await expectRefusal(ask(channel, 'exchangeAccessCode', { accessToken, code }), 'accessCodeInvalid');
    cast.stage.clock.passes({ minutes: 120 });
    await expectRefusal(ask(channel, 'exchangeAccessCode', { accessToken, code }), 'accessTokenFailed', { naming: 'data.accessToken' });
    await expectRefusal(ask(channel, 'getApiTicket', { accessToken }), 'apiTicketFailed', { naming: 'data.accessToken' });
  });
});
