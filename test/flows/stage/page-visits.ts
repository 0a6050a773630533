import { browser, type Shown } from './browser.js';
import { openStageWithCast, type Cast } from './cast.js';
import type { Channel } from './channel.js';
import type { ActivationWish, Citizen } from './citizen.js';
import type { StageWish } from './stage.js';

/** Where the channels of these stories want their persons back. */
export const RETURN = 'https://pay.example.test/medical/return?from=ec';
export const OTHER_RETURN = 'https://other.example.test/return';
/** What a channel knows its own errand by. */
export const ERRAND = 'order-17';
/** A password that is nobody's. */
export const WRONG_PASSWORD = '918273';

/** A cast in which the partner and a second channel of another party are registered with their return addresses. */
export async function openStageWithReturns(wish?: StageWish): Promise<{ cast: Cast; other: Channel }> {
  const cast = await openStageWithCast(wish);
  const { stage: { centre }, partner } = cast;
  const other = await centre.onboards('示例出行');
  await centre.returnsTo(partner, RETURN);
  await centre.returnsTo(other, OTHER_RETURN);
  await cast.stage.converged();
  return { cast, other };
}

/** 4.6: the channel hands over who the citizen is, and gets the link to the page of an authorization. */
export async function authorizationLink(channel: Channel, citizen: Citizen, more: { returnUrl?: string; userName?: string } = {}): Promise<string> {
  return (await channel.asksForLink({ linkType: 'authorization', returnState: ERRAND, ...citizen.identity, ...more })).link;
}

/** The citizen opens it. */
export const authorizationPage = async (channel: Channel, citizen: Citizen): Promise<Shown> => browser.opens(await authorizationLink(channel, citizen));

/** After real name and real person: the channel gets the link to the page on which the password is set, and the citizen opens it. */
export async function activationPage(channel: Channel, citizen: Citizen, wish: ActivationWish = {}): Promise<Shown> {
  const { link } = await channel.asksForLink({ linkType: 'activation', returnState: ERRAND, ...(await citizen.provesWho(channel, wish)) });
  return browser.opens(link);
}

/** The citizen sets a password; enters it twice unless said otherwise. */
export const sets = (page: Shown, password: string, repeated = password): Promise<Shown> => browser.hands(page, { decision: 'confirm', password, repeated });

/** The citizen agrees with a password. */
export const confirms = (page: Shown, password: string): Promise<Shown> => browser.hands(page, { decision: 'confirm', password });
