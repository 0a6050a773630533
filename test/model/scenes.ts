import fc from 'fast-check';
import type { Planned } from './act.js';
import type { Part } from './reference/suspensions.js';
import { HANDLING_LIVES, SECOND, TOKEN_LIVES } from './reference/words.js';
import { act, type verbs } from './verbs.js';

/** How often each verb is drawn by itself. */
const weights: Readonly<Record<keyof typeof verbs, number>> = {
  reports: 1, provesWho: 1, activates: 1, authorizes: 2, changesAuthorization: 3, changesPassword: 2, resetsPassword: 1,
  asksForState: 1, asksForAuthorization: 1, listsAuthorizations: 1, changesIdentity: 2,
  showsCode: 3, showsNationalCode: 2, scans: 2, scansAtOnce: 2, checksToken: 2, previews: 2, settles: 2, reverses: 2, findsReceipt: 1, hasHandled: 2,
  tellsPlaces: 3, changesChannel: 1, changesInstitution: 2, rotatesKeys: 1, timePasses: 2, mailWaits: 1, mailArrives: 1, repeats: 3,
};

const names = Object.keys(weights) as (keyof typeof verbs)[];
const anything = fc.oneof(...names.map((name) => ({ weight: weights[name], arbitrary: act(name) })));

type Scene = fc.Arbitrary<Planned[]>;

/** Acts in this order; those in `maybe` may be missing. */
const inTurn = (...acts: fc.Arbitrary<Planned | null>[]): Scene => fc.tuple(...acts).map((drawn) => drawn.filter((each) => each !== null));
const maybe = (one: fc.Arbitrary<Planned>): fc.Arbitrary<Planned | null> => fc.option(one, { freq: 2 });

const proves = act('provesWho', { former: null, face: true });
const activates = act('activates', { former: null, elsewhere: false, weak: false, handling: 0 });
const shows = act('showsCode', { agreement: 0, former: null, stolen: false, anywhere: false });
const scans = act('scans', { code: 0 });
const scansAt = (institution: number) => act('scans', { code: 0, institution });
const checks = act('checksToken', { token: 0, elsewhere: null, another: false });
const uses = fc.oneof(act('settles', { token: 0 }), act('hasHandled', { token: 0 }));

/** 6.1: somebody comes to have a credential, and lets another channel use it. The last of the channels is the bureau's own. */
function enrolment(person: number): Scene {
  const who = { person, alias: null };
  return inTurn(
    act('reports', { who }), maybe(act('reports', { who })), act('provesWho', { who, former: null, face: true }), activates,
    maybe(act('authorizes', { who, channel: 2, former: null, wrong: false })), maybe(act('authorizes', { who, former: null, wrong: false })),
  );
}

/** 6.2 to 6.5: a code is shown, scanned, and something is done with the token. */
const visit = inTurn(shows, scans, maybe(act('checksToken', { token: 0 })), maybe(act('previews', { token: 0 })), uses, maybe(act('reverses', { settlement: 0 })));

/** 6.3.2.2 c: the insured place says something new before the token is used. */
const stale = inTurn(shows, maybe(shows), scans, act('tellsPlaces', { anywhere: false }), maybe(act('previews', { token: 0 })), uses, maybe(scans), maybe(shows));

/** 4.4, INT-44: name or document change, perhaps there and back, and the person activates again. */
const change = inTurn(
  maybe(shows), act('changesIdentity'), maybe(act('scans', { code: 0 })), maybe(act('changesIdentity', { to: 2, unfit: false })), proves, activates, maybe(act('showsCode')),
);

/** 4.7: what a channel shows is withdrawn, and perhaps given back. */
const withdrawal = inTurn(shows, act('changesAuthorization', { change: 'suspend', anyChannel: false }), maybe(scans), maybe(shows),
  maybe(act('changesAuthorization', { change: 'restore', anyChannel: false })), maybe(scans), maybe(act('authorizes', { wrong: false })));

/** INT-42: somebody guesses. */
const guesses = fc.tuple(
  fc.array(act('authorizes', { wrong: true, former: null, who: { person: 0, alias: null } }), { minLength: 3, maxLength: 6 }), maybe(act('timePasses')),
  fc.oneof(act('authorizes', { wrong: false }), act('changesPassword', { wrong: false }), shows), maybe(proves), maybe(act('resetsPassword', { handling: 0 })),
).map(([wrong, ...rest]) => [...wrong, ...rest.filter((each) => each !== null)]);

/** 4.11: at and beyond the edges of what lives for a while. */
const late = inTurn(shows, maybe(act('timePasses')), scans, act('timePasses'), uses, maybe(act('showsCode', { refreshing: 0 })), maybe(act('repeats')));

/** 5.2.1: a channel is stopped while it shows codes. */
const stopped = inTurn(shows, act('changesChannel', { step: 'suspension' }), maybe(scans), maybe(shows), maybe(act('rotatesKeys')),
  maybe(act('changesChannel', { step: 'resumption' })), maybe(act('showsCode')));

/** INT-90: whoever serves the person is stopped in the middle of it, and perhaps let go on. */
const shut = fc.tuple(fc.nat({ max: 3 }), fc.constantFrom<Part>('institution', 'terminal')).chain(([institution, part]) => inTurn(
  shows, maybe(scansAt(institution)), act('changesInstitution', { institution, part, step: 'suspension' }), scansAt(institution), maybe(uses),
  maybe(act('changesInstitution', { institution, part, step: 'resumption' })), maybe(act('repeats')), maybe(scansAt(institution)), maybe(uses),
));

/** One act before the edge of what lives so long, at it, or one after it; every act takes a second. */
const upTo = (lives: number) => fc.constantFrom(1, 2, 3).chain((acts) => act('timePasses', { ms: lives - acts * SECOND }));

/** 4.11, 6.1.3.3: a token is brought back at the edge of its time, and so is a handling. */
const atTheEdge = fc.oneof(inTurn(shows, scans, upTo(TOKEN_LIVES), checks), inTurn(proves, upTo(HANDLING_LIVES), activates));

/** 4.11: a token in the hands of another institution of the same province. The last two of the list are the first two of the stage. */
const inOtherHands = inTurn(shows, scansAt(3), fc.oneof(act('checksToken', { token: 0, elsewhere: 2 }), act('settles', { token: 0, elsewhere: 2 })), maybe(uses));

/** INT-17: the place of a code changes before it is scanned. */
const staleCode = inTurn(shows, act('tellsPlaces', { anywhere: false }), scans);

/** Something happens that others have not heard of yet. */
const apart = (scene: Scene): Scene => fc.tuple(act('mailWaits'), scene, fc.option(scene), act('mailArrives')).map(([waits, one, other, arrives]) => (
  [waits, ...one, ...(other ?? []), arrives]
));

const single: Scene = anything.map((each) => [each]);
const ordinary = fc.oneof(
  { weight: 20, arbitrary: single }, { weight: 8, arbitrary: visit }, { weight: 3, arbitrary: stale }, { weight: 2, arbitrary: change },
  { weight: 2, arbitrary: withdrawal }, { weight: 1, arbitrary: guesses }, { weight: 2, arbitrary: late }, { weight: 1, arbitrary: stopped }, { weight: 1, arbitrary: shut },
  { weight: 1, arbitrary: atTheEdge }, { weight: 1, arbitrary: inOtherHands }, { weight: 1, arbitrary: staleCode },
);
const scene = fc.oneof({ weight: 8, arbitrary: ordinary }, { weight: 1, arbitrary: apart(ordinary) });

/** A story: one or two persons come to have a credential, then whatever comes to anybody's mind. */
export const stories: Scene = fc.tuple(enrolment(0), fc.option(enrolment(1), { freq: 2 }), fc.array(scene, { minLength: 1, maxLength: 6, size: 'max' }))
  .map(([first, second, scenes]) => [...first, ...(second ?? []), ...scenes.flat()]);
