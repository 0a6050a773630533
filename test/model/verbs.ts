import fc from 'fast-check';
import { planned, type Planned, type Verb } from './act.js';
import { activates } from './acts/activates.js';
import { asksForAuthorization } from './acts/asks-for-authorization.js';
import { asksForState } from './acts/asks-for-state.js';
import { authorizes } from './acts/authorizes.js';
import { changesAuthorization } from './acts/changes-authorization.js';
import { changesChannel } from './acts/changes-channel.js';
import { changesIdentity } from './acts/changes-identity.js';
import { changesInstitution } from './acts/changes-institution.js';
import { changesPassword } from './acts/changes-password.js';
import { checksToken } from './acts/checks-token.js';
import { findsReceipt } from './acts/finds-receipt.js';
import { hasHandled } from './acts/has-handled.js';
import { listsAuthorizations } from './acts/lists-authorizations.js';
import { mailArrives, mailWaits } from './acts/mail-waits.js';
import { previews } from './acts/previews.js';
import { provesWho } from './acts/proves-who.js';
import { repeats } from './acts/repeats.js';
import { reports } from './acts/reports.js';
import { resetsPassword } from './acts/resets-password.js';
import { reverses } from './acts/reverses.js';
import { rotatesKeys } from './acts/rotates-keys.js';
import { scansAtOnce } from './acts/scans-at-once.js';
import { scans } from './acts/scans.js';
import { settles } from './acts/settles.js';
import { showsCode } from './acts/shows-code.js';
import { showsNationalCode } from './acts/shows-national-code.js';
import { tellsPlaces } from './acts/tells-places.js';
import { timePasses } from './acts/time-passes.js';

/** Every verb of a story. A new one gets a line here and a weight in `scenes.ts`. */
export const verbs = {
  reports, provesWho, activates, authorizes, changesAuthorization, changesPassword, resetsPassword, asksForState, asksForAuthorization, listsAuthorizations,
  changesIdentity, showsCode, showsNationalCode, scans, scansAtOnce, checksToken, previews, settles, reverses, findsReceipt, hasHandled, tellsPlaces,
  changesChannel, changesInstitution, rotatesKeys, timePasses, mailWaits, mailArrives, repeats,
};

type Verbs = typeof verbs;
type Picks<N extends keyof Verbs> = Verbs[N] extends Verb<infer P> ? P : never;

/** Draws an act of a verb; `fixed` says some of what is picked. */
export function act<N extends keyof Verbs>(name: N, fixed?: Partial<Picks<N>>): fc.Arbitrary<Planned> {
  const { picks, act: play } = verbs[name] as unknown as Verb<object | number | null>;
  return planned(name, play, fixed === undefined ? picks : picks.map((drawn) => Object.assign({}, drawn, fixed)));
}
