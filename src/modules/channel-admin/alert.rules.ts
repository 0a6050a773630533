import type { TierState } from '../../protocol/transactions/query-tier-state.js';

/** From where on something is alarming. */
export interface Thresholds {
  readonly asksInRow: number;
  readonly outboxOldMs: number;
  readonly errorPercent: number;
  /** Below so many requests a rate says nothing. */
  readonly errorLeastRequests: number;
  readonly eventLoopDelayMs: number;
  readonly failuresInRow: number;
}

/** A tier as it was last asked: `state` is what it answered, undefined where it did not. */
export interface AskedTier {
  readonly tier: string;
  readonly state: TierState | undefined;
  /** How often in a row it has not answered. */
  readonly unanswered: number;
  readonly why: string | undefined;
}

/** What a rule found at a tier: at which peer, zone or outside system (empty for the tier as a whole), in words. */
interface Finding {
  readonly subject: string;
  readonly detail: string;
}

interface Rule {
  /** The rule in one sentence, with its threshold. */
  readonly says: (thresholds: Thresholds) => string;
  /** What it finds; undefined where it cannot know. */
  readonly look: (asked: AskedTier, thresholds: Thresholds) => readonly Finding[] | undefined;
}

const WHOLE = '';
const ERROR_WINDOW_MINUTES = 5;
const minutes = (ms: number): number => Math.floor(ms / 60_000);

/** A rule about what a tier says of itself; while it does not answer, nobody knows. */
const ofState = (look: (state: TierState, thresholds: Thresholds) => readonly Finding[] | undefined): Rule['look'] => (
  ({ state }, thresholds) => (state === undefined ? undefined : look(state, thresholds))
);

/** About the outbox; what stands in a database that takes no writes is not known. */
const ofOutbox = (look: (backlog: TierState['outbox'][number], now: number, thresholds: Thresholds) => string | undefined): Rule['look'] => (
  ofState(({ database, outbox, at }, thresholds) => {
    const details = outbox.map((backlog) => ({ subject: backlog.peer, detail: look(backlog, at, thresholds) }));
    return database.writable ? details.filter((each): each is Finding => each.detail !== undefined) : undefined;
  })
);

/** About the machines a tier calls. */
const ofContacts = (concerns: (contact: string, tier: string) => boolean): Rule['look'] => ofState(({ tier, contacts }, { failuresInRow }) => contacts
  .filter((contact) => concerns(contact.name, tier) && contact.failuresInRow >= failuresInRow)
  .map(({ name, failuresInRow: failed, failure }) => ({ subject: name, detail: `${failed} calls in a row failed: ${failure ?? 'unknown'}` })));

const isNational = (name: string): boolean => name === 'national';
const isTier = (name: string): boolean => isNational(name) || name.startsWith('province:');

/** The published rules of running monitoring (5.2.1). // INT-99 */
export const alertRules = {
  'tier-unreachable': {
    says: ({ asksInRow }) => `the tier did not answer ${asksInRow} times in a row`,
    look: ({ state, unanswered, why }, { asksInRow }) => {
      if (state !== undefined) return [];
      return unanswered < asksInRow ? undefined : [{ subject: WHOLE, detail: why ?? 'no answer' }];
    },
  },
  'database-not-writable': {
    says: () => 'the database takes no writes',
    look: ofState(({ database }) => (database.writable ? [] : [{ subject: WHOLE, detail: database.why }])),
  },
  'outbox-stalled': {
    says: () => 'messages to a peer are stalled',
    look: ofOutbox(({ stalled }) => (stalled > 0 ? `${stalled} stalled` : undefined)),
  },
  'outbox-old': {
    says: ({ outboxOldMs }) => `the oldest message to a peer waits ${minutes(outboxOldMs)} minutes or longer`,
    look: ofOutbox(({ oldestAt }, now, { outboxOldMs }) => (now - oldestAt >= outboxOldMs ? `the oldest waits ${minutes(now - oldestAt)} minutes` : undefined)),
  },
  'error-rate': {
    says: ({ errorPercent, errorLeastRequests }) => (
      `of at least ${errorLeastRequests} requests of a zone in ${ERROR_WINDOW_MINUTES} minutes, ${errorPercent} of a hundred or more `
      + 'ended in a fault or for want of another system'
    ),
    look: ofState(({ zones }, thresholds) => zones.flatMap(({ zone, windows }) => errorRate(zone, windows, thresholds))),
  },
  'event-loop-delay': {
    says: ({ eventLoopDelayMs }) => `of a hundred turns of the event loop one was ${eventLoopDelayMs} ms late or later`,
    look: ofState(({ process }, { eventLoopDelayMs }) => (
      process.eventLoopDelayMs < eventLoopDelayMs ? [] : [{ subject: WHOLE, detail: `${process.eventLoopDelayMs} ms` }]
    )),
  },
  'link-failing': {
    says: ({ failuresInRow }) => `a tier's last ${failuresInRow} calls to another tier failed (national's to a province: see tier-unreachable)`,
    look: ofContacts((contact, tier) => isTier(contact) && !isNational(tier)),
  },
  'outside-system-failing': {
    says: ({ failuresInRow }) => `the last ${failuresInRow} calls to an outside system failed`,
    look: ofContacts((contact) => !isTier(contact)),
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type AlertRule = keyof typeof alertRules;
const ruleNames = Object.keys(alertRules) as readonly AlertRule[];

/** Something alarming, as it is found now. One tier, rule and subject make one alert. */
export interface Alarm extends Finding {
  readonly rule: AlertRule;
  readonly tier: string;
}

/** What the rules find at a tier now. */
export function alarmsOf(asked: AskedTier, thresholds: Thresholds): Alarm[] {
  return ruleNames.flatMap((rule) => (alertRules[rule].look(asked, thresholds) ?? []).map((finding) => ({ rule, tier: asked.tier, ...finding })));
}

/** What must be raised, and which of the open alerts cleared. What cannot be known stays as it is; a tier that is attached no more has no alerts. */
export function compareAlerts<Open extends Pick<Alarm, 'rule' | 'tier' | 'subject'>>(
  open: readonly Open[], asked: readonly AskedTier[], thresholds: Thresholds,
): { raise: Alarm[]; clear: Open[] } {
  const alarms = asked.flatMap((each) => alarmsOf(each, thresholds));
  const clearable = ({ tier, rule }: Open): boolean => {
    const at = asked.find((each) => each.tier === tier);
    return at === undefined || alertRules[rule].look(at, thresholds) !== undefined;
  };
  return {
    raise: alarms.filter((alarm) => !open.some((each) => isSame(each, alarm))),
    clear: open.filter((each) => clearable(each) && !alarms.some((alarm) => isSame(each, alarm))),
  };
}

const isSame = (one: Pick<Alarm, 'rule' | 'tier' | 'subject'>, other: typeof one): boolean => (
  one.rule === other.rule && one.tier === other.tier && one.subject === other.subject
);

function errorRate(zone: string, windows: TierState['zones'][number]['windows'], { errorPercent, errorLeastRequests }: Thresholds): Finding[] {
  const { requests, elsewhere, faults } = windows.find((each) => each.minutes === ERROR_WINDOW_MINUTES) ?? { requests: 0, elsewhere: 0, faults: 0 };
  const errors = elsewhere + faults;
  const isHigh = requests >= errorLeastRequests && errors * 100 >= errorPercent * requests;
  return isHigh ? [{ subject: zone, detail: `${errors} of ${requests} requests in ${ERROR_WINDOW_MINUTES} minutes` }] : [];
}
