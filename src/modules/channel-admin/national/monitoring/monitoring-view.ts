import { Inject, Injectable } from '@nestjs/common';
import type { TierState } from '../../../../protocol/transactions/query-tier-state.js';
import { alarmsOf } from '../../alert.rules.js';
import { covers, type Scope } from '../../area.rules.js';
import { FederationWatch, type SeenTier } from './federation-watch.js';
import { MONITORING_SETTINGS, type MonitoringSettings } from './monitoring-settings.js';
import { areaOfMachine } from './tier-area.js';

/** The lists of a tier's state in which every line names another machine. */
type Line = TierState['contacts' | 'outbox' | 'stalled' | 'lags'][number];

/** What was seen at the last look, cut to the scope of whoever watches. */
@Injectable()
export class MonitoringView {
  constructor(private readonly watch: FederationWatch, @Inject(MONITORING_SETTINGS) private readonly settings: MonitoringSettings) {}

  /** Every tier of the scope in brief. */
  async overview(scope: Scope) {
    const { at, tiers } = await this.watch.recent();
    return { at, tiers: tiers.filter(({ tier }) => concerns(scope, tier)).map((seen) => ({ ...this.asSeen(seen), ...(seen.state && inBrief(seen.state)) })) };
  }

  /** Everything one tier told of itself. */
  async tier(name: string) {
    const seen = (await this.watch.recent()).tiers.find(({ tier }) => tier === name);
    return seen && { ...this.asSeen(seen), ...seen.state };
  }

  /** Lines of one list of every tier's state, with the tier that told them, where one of the two ends lies in the scope. */
  async lines<L extends Line>(scope: Scope, listOf: (state: TierState) => readonly L[], otherEnd: (line: L) => string): Promise<(L & { tier: string })[]> {
    const { tiers } = await this.watch.recent();
    return tiers.flatMap(({ tier, state }) => (state === undefined ? [] : listOf(state))
      .filter((line) => concerns(scope, tier) || concerns(scope, otherEnd(line))).map((line) => ({ tier, ...line })));
  }

  private asSeen(seen: SeenTier) {
    const { tier, state, why, unansweredSince, lastAnsweredAt, clockAheadMs } = seen;
    const alarms = alarmsOf(seen, this.settings.thresholds).map(({ rule, subject, detail }) => ({ rule, subject, detail }));
    return { tier, reach: state === undefined ? 'unreachable' : 'answers', why, unansweredSince, lastAnsweredAt, clockAheadMs, alarms };
  }
}

const concerns = (scope: Scope, machine: string): boolean => covers(scope.area, areaOfMachine(machine));

function inBrief({ startedAt, zones, process, database, outbox, contacts }: TierState) {
  const waiting = outbox.reduce((sum, { pending, stalled, oldestAt }) => ({
    pending: sum.pending + pending, stalled: sum.stalled + stalled, oldestAt: Math.min(sum.oldestAt ?? oldestAt, oldestAt),
  }), { pending: 0, stalled: 0, oldestAt: undefined as number | undefined });
  const failing = contacts.filter(({ failuresInRow }) => failuresInRow > 0).map(({ name }) => name);
  return { startedAt, zones, process, database, waiting, failing };
}
