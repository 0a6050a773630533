import fc from 'fast-check';
import { any, chosen, oneIn, picked, which, verb } from '../act.js';
import type { Handling } from '../reference/business.js';
import type { Keys } from '../reference/channels.js';
import type { Nation } from '../reference/nation.js';
import { must } from '../reference/refused.js';
import { provinceOf, provincesOf } from '../reference/words.js';
import { atNational, calls, keysOf, keysPick, named, passwords, WEAK } from './drawn.js';

/** A handling, in the channel it was opened in, or now and then in another. */
export const handlingPick = { handling: which, ...keysPick, elsewhere: oneIn(12), password: any, weak: oneIn(12) };
export interface HandlingPick {
  readonly handling: number;
  readonly former: number | null;
  readonly elsewhere: boolean;
  readonly password: number;
  readonly weak: boolean;
}

/** Undefined while nobody has proven who they are. */
export function handlingIn(nation: Nation, { handling: n, former, elsewhere, password, weak }: HandlingPick) {
  const handling = picked(nation.handlings, n);
  const channel = nation.channels.find(({ name }) => (name === handling?.channelName) !== elsewhere);
  if (handling === undefined || channel === undefined) return undefined;
  return { handling, keys: keysOf(channel, former), password: weak ? WEAK : chosen(passwords, password) };
}

/** A handling is of one channel (`500059`), serves once (`500014`), and in its time (`500051`). */
export function requireOpen({ channelName, isFinished, expiresAt }: Handling, { channel }: Keys, now: number): void {
  must(channelName === channel.name, 'handlingChannelMismatch');
  must(!isFinished, 'handlingSerialNoInvalid');
  must(expiresAt > now, 'handlingExpired');
}

const picks = fc.record(handlingPick);

/** 6.1.3.3 b–e: the password is set, the credential activated, the channel authorized; channel and provinces are told. */
export const activates = verb(picks, ({ nation }, drawn) => {
  const found = handlingIn(nation, drawn);
  if (found === undefined) return undefined;
  const { handling, keys, password } = found;
  const { credential } = handling;
  return {
    says: `${named(credential.identity)} activates through ${calls(keys)} with handling ${handling.no} and the password ${password}`,
    foresees() {
      nation.channelRegister.admit(keys, nation.now());
      requireOpen(handling, keys, nation.now());
      must(credential.state !== 'superseded', 'credentialNotFound');
      must(password !== WEAK, 'badRequest');
      must(credential.state === 'registered', 'activationWriteFailed');
      handling.isFinished = true;
      Object.assign(credential, { state: 'activated', password, word: nation.nextWord() });
      nation.tellState(credential);
      const told = new Set([...provincesOf(credential.person.places), provinceOf(handling.businessPlace)]);
      const agreement = nation.grant(keys.channel, credential, [...told]);
      return {
        tells: { credentialState: 'activated', activatedAt: nation.now() },
        learns: ({ authorizationCode }: { authorizationCode: string }) => { agreement.code = authorizationCode; },
      };
    },
    performs: (how) => {
      const { handlingSerialNo, realPersonSerialNo } = handling;
      return keys.hand.activates({ handlingSerialNo, realPersonSerialNo, password }, how);
    },
    repeat: atNational(nation, keys),
  };
});
