import fc from 'fast-check';
import { chosen, nowAndThen, oneIn, picked, type Repeat } from '../act.js';
import type { Channel, Keys } from '../reference/channels.js';
import type { Agreement, Person } from '../reference/credential.js';
import type { Nation } from '../reference/nation.js';
import type { Institution } from '../reference/province.js';
import type { Identity } from '../reference/words.js';

/** Pooling areas and places of business, two in each province (GB/T 2260). */
export const areas = ['350200', '350100', '440100', '440300', '330100', '330200'];

/** 挂号 asks for no password, 结算 at display, 药店购药 at settlement: the policy of all three provinces. */
export const [REGISTRATION, SETTLEMENT, MEDICINE] = ['01101', '01301', '02121'];
export const businessTypes = [REGISTRATION, SETTLEMENT, MEDICINE];
export const passwordPolicy = { default: 'none', byBusinessType: { [SETTLEMENT]: 'display', [MEDICINE]: 'settlement' } };

export const insuranceTypes = ['310', '390'];

/** Passwords people choose; none is a part of anybody's number. */
export const passwords = ['274913', '618034', '905172'];
export const WRONG = '135792';
export const WEAK = '111111';

/** The current identity of a person, or now and then one of another time. */
export const identityPick = fc.record({ person: nowAndThen(fc.constant(1), 4).map((second): number => second ?? 0), alias: nowAndThen(fc.nat({ max: 3 })) });
export interface IdentityPick {
  readonly person: number;
  readonly alias: number | null;
}

/** Who is meant, and under which identity. */
export function identified({ people }: Nation, { person: n, alias }: IdentityPick): { person: Person; identity: Identity } {
  const person = chosen(people, n);
  return { person, identity: alias === null ? person.identity : chosen(person.aliases, alias) };
}

/** The keys a channel has in use, or now and then some it had before. */
export const keysPick = { former: nowAndThen(fc.nat({ max: 3 }), 6) };
export const keysOf = (channel: Channel, former: number | null): Keys => (former === null ? channel.current : chosen(channel.keys, former));

/** A channel: the bureau's own, or another. */
export const channelPick = { channel: fc.nat({ max: 2 }), ...keysPick };
export const channelAt = ({ channels }: Nation, { channel, former }: { channel: number; former: number | null }): Keys => keysOf(chosen(channels, channel), former);

/** A code that was given to some channel, in the hand of that channel; now and then in another's. */
export const agreementPick = { agreement: fc.nat({ max: 5 }), ...keysPick, stolen: oneIn(20) };

export interface AgreementPick {
  readonly agreement: number;
  readonly former: number | null;
  readonly stolen: boolean;
}

/** Undefined while no code was given to any channel. */
export function agreementIn(nation: Nation, { agreement: n, former, stolen }: AgreementPick, among: readonly Agreement[] = nation.agreements) {
  const agreement = picked(among, n);
  if (agreement === undefined) return undefined;
  const thief = nation.channels.find((channel) => channel !== agreement.channel) ?? agreement.channel;
  return { agreement, keys: keysOf(stolen ? thief : agreement.channel, former) };
}

/** What a repeat of a channel's request at national meets. */
export const atNational = ({ channelRegister, now }: Nation, keys: Keys, success: Repeat['success'] = 'kept'): Repeat => (
  { success, admits: () => channelRegister.admit(keys, now()) }
);

/** What a repeat of an institution's request meets in its province. */
export const byInstitution = (institution: Institution, success: Repeat['success'] = 'kept'): Repeat => (
  { success, admits: () => institution.province.suspensions.admit(institution) }
);

export const calls = ({ channel, no }: Keys): string => (channel.keys.length > 1 ? `${channel.name} (keys ${no})` : channel.name);
export const named = ({ userName, idNo }: Identity): string => `${userName} ${idNo.slice(6, 17)}`;
