import fc from 'fast-check';
import { any, chosen, nowAndThen, oneIn, picked, which } from '../act.js';
import type { Foreseen } from '../act.js';
import type { Code, CodeDesk, Display, Owner, Wish } from '../reference/code-desk.js';
import type { Credential } from '../reference/credential.js';
import type { Nation } from '../reference/nation.js';
import { must, noForGood } from '../reference/refused.js';
import { samePlaces, type Place } from '../reference/words.js';
import { areas, WRONG } from './drawn.js';
import { expectSame } from '../same.js';

/** What a display asks for: an area of the person (now and then any), a display to go on with, a password. */
export const wishPick = {
  choosing: any, unsaid: oneIn(3), anywhere: oneIn(12), refreshing: nowAndThen(which, 4),
  password: oneIn(12).chain((wrong) => (wrong ? fc.constant('wrong') : fc.constantFrom('none', 'right'))),
};
export interface WishPick {
  readonly choosing: number;
  readonly unsaid: boolean;
  readonly anywhere: boolean;
  readonly refreshing: number | null;
  readonly password: string;
}

/** The answer of a display: a code, or the places to choose from. */
export interface ShownAnswer {
  readonly ecQrCode?: string;
  readonly showId?: string;
  readonly insuredPlaces?: readonly Place[];
}

export function wished(nation: Nation, desk: CodeDesk, { credential, channel }: Owner, { choosing, unsaid, anywhere, refreshing, password }: WishPick) {
  const places = credential.person.places.map(({ poolingArea }) => poolingArea);
  const pool = anywhere || places.length === 0 ? areas : places;
  const own = desk.displays.filter((display) => display.credential === credential && display.channel === channel);
  const wish: Wish = {
    choosing: unsaid ? undefined : chosen(pool, choosing),
    refreshing: refreshing === null ? undefined : picked(anywhere ? nation.displays : own, refreshing),
  };
  const said = password === 'none' ? undefined : password === 'right' ? (credential.password ?? WRONG) : WRONG;
  return { wish, password: said };
}

export const wishSays = ({ choosing, refreshing }: Wish, password: string | undefined): string => [
  choosing && `choosing ${choosing}`, refreshing && `refreshing a display of ${new Date(refreshing.expiresAt - 1_800_000).toISOString().slice(11, 19)}`,
  password && `with the password ${password}`,
].filter(Boolean).map((part) => `, ${part}`).join('');

/** INT-23, INT-42: national judges a password for whoever asks. */
export function judgePassword(credential: Credential, password: string, now: number): void {
  must(credential.state !== 'superseded', 'credentialNotFound');
  if (credential.passwordTries.isLocked(now)) throw noForGood('passwordWrong');
  must(credential.password !== undefined, 'passwordNotSet');
  if (!credential.passwordTries.judge(password === credential.password, now)) throw noForGood('passwordWrong');
}

/** 6.2.2.2 c 2: the person is asked to choose. */
export const toChoose = (places: readonly Place[]): Foreseen<ShownAnswer> => ({
  learns({ ecQrCode, insuredPlaces = [] }) {
    expectSame({ ecQrCode, samePlaces: samePlaces(insuredPlaces, places) }, { ecQrCode: undefined, samePlaces: true });
  },
});

/** A code is on the screen. */
export function showing(desk: CodeDesk, code: Code): Foreseen<ShownAnswer> {
  const { display, place: { poolingArea }, expiresAt } = code;
  const goesOn = display.showId !== '';
  return {
    tells: { poolingArea, expiresAt, ...(goesOn && { showId: display.showId }) },
    learns({ ecQrCode = '', showId = '' }) {
      code.value = ecQrCode;
      display.showId = showId;
      expectSame(ecQrCode.slice(22, 24), desk.issuer);
    },
  };
}

export const showIdOf = (display: Display | undefined): string | undefined => display?.showId;
