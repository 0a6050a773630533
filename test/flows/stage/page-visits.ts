import { expect } from '@jest/globals';
import { browser, hiddenIn, textOf, type Shown } from './browser.js';
import type { Channel } from './channel.js';
import type { Citizen } from './citizen.js';

/** Where the channels of these stories want their persons back. */
export const RETURN = 'https://pay.example.test/medical/return?from=ec';
export const OTHER_RETURN = 'https://other.example.test/return';
/** What a channel knows its own errand by. */
export const ERRAND = 'order-17';
/** A password that is nobody's. */
export const WRONG_PASSWORD = '918273';

/** 4.6: the channel hands over who the citizen is, and gets the link to the page of an authorization. */
export async function authorizationLink(channel: Channel, citizen: Citizen, more: { returnUrl?: string; userName?: string } = {}): Promise<string> {
  return (await channel.asksForLink({ linkType: 'authorization', state: ERRAND, ...citizen.identity, ...more })).link;
}

/** The citizen opens it. */
export const authorizationPage = async (channel: Channel, citizen: Citizen): Promise<Shown> => browser.opens(await authorizationLink(channel, citizen));

/** The citizen agrees with a password. */
export const confirms = (page: Shown, password: string): Promise<Shown> => browser.hands(page, { decision: 'confirm', password });

/** The page says why it does not go on, with this code of table C.4, and asks for nothing. */
export function expectProblem(page: Shown, status: number, code: string): void {
  expect({ status: page.status, text: textOf(page), form: hiddenIn(page) }).toEqual({ status, text: expect.stringContaining(code), form: {} });
}
