import fc from 'fast-check';
import { planned, type Planned } from './act.js';
import { activates } from './acts/activates.js';
import { asksForAuthorization } from './acts/asks-for-authorization.js';
import { asksForState } from './acts/asks-for-state.js';
import { authorizes } from './acts/authorizes.js';
import { changesAuthorization } from './acts/changes-authorization.js';
import { changesChannel } from './acts/changes-channel.js';
import { changesIdentity } from './acts/changes-identity.js';
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

/** Every verb, with how often it is drawn beside the scenes. */
const verbs: readonly [number, fc.Arbitrary<Planned>][] = [
  [1, planned('reports', reports)],
  [2, planned('proves who', provesWho)],
  [2, planned('activates', activates)],
  [3, planned('authorizes', authorizes)],
  [5, planned('changes authorization', changesAuthorization)],
  [2, planned('changes password', changesPassword)],
  [2, planned('resets password', resetsPassword)],
  [1, planned('asks for state', asksForState)],
  [1, planned('asks for authorization', asksForAuthorization)],
  [1, planned('lists authorizations', listsAuthorizations)],
  [3, planned('changes identity', changesIdentity)],
  [5, planned('shows code', showsCode)],
  [2, planned('shows national code', showsNationalCode)],
  [5, planned('scans', scans)],
  [3, planned('scans at once', scansAtOnce)],
  [3, planned('checks token', checksToken)],
  [3, planned('previews', previews)],
  [4, planned('settles', settles)],
  [4, planned('reverses', reverses)],
  [2, planned('finds receipt', findsReceipt)],
  [4, planned('has handled', hasHandled)],
  [5, planned('tells places', tellsPlaces)],
  [2, planned('changes channel', changesChannel)],
  [1, planned('rotates keys', rotatesKeys)],
  [4, planned('time passes', timePasses)],
  [3, planned('mail waits', mailWaits)],
  [3, planned('mail arrives', mailArrives)],
  [4, planned('repeats', repeats)],
];

const maybe = (act: fc.Arbitrary<Planned>, freq = 4): fc.Arbitrary<Planned | null> => fc.option(act, { freq });
const inTurn = (...acts: fc.Arbitrary<Planned | null>[]): fc.Arbitrary<Planned[]> => fc.tuple(...acts).map((drawn) => drawn.filter((each) => each !== null));

/** 6.1: somebody comes to have a credential. */
const enrolment = (person: number): fc.Arbitrary<Planned[]> => {
  const who = fc.constant({ person, alias: null });
  const right = { former: fc.constant(null), elsewhere: fc.constant(false), weak: fc.constant(false), handling: fc.constant(0) };
  return inTurn(
    planned('reports', reports, reports.picks.map((drawn) => ({ ...drawn, who: { person, alias: null } }))),
    maybe(planned('reports', reports, reports.picks.map((drawn) => ({ ...drawn, who: { person, alias: null } }))), 2),
    planned('proves who', provesWho, provesWho.picks.chain((drawn) => who.map((each) => ({ ...drawn, who: each, former: null, face: true })))),
    planned('activates', activates, fc.record({ ...right, password: fc.nat({ max: 2 }) })),
  );
};

/** 6.2 to 6.5: a code is shown, scanned, and something is done with the token. */
const visit = inTurn(
  planned('shows code', showsCode), planned('scans', scans), maybe(planned('checks token', checksToken), 2), maybe(planned('previews', previews), 2),
  fc.oneof(planned('settles', settles), planned('has handled', hasHandled)), maybe(planned('reverses', reverses), 2),
);

const single = fc.oneof(...verbs.map(([weight, arbitrary]) => ({ weight, arbitrary: arbitrary.map((each) => [each]) })));

/** A story: one or two persons come to have a credential, then whatever comes to anybody's mind. */
export const stories: fc.Arbitrary<Planned[]> = fc.tuple(
  enrolment(0), fc.option(enrolment(1), { freq: 2 }),
  fc.array(fc.oneof({ weight: 3, arbitrary: single }, { weight: 1, arbitrary: visit }), { minLength: 3, maxLength: 14, size: 'max' }),
).map(([first, second, scenes]) => [...first, ...(second ?? []), ...scenes.flat()]);
