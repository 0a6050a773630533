import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import { IDS, type Ids } from '../../../../kernel/ids.js';
import { failureOf, PeerLink } from '../../../../kernel/link/peer-link.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { isProvince, NATIONAL } from '../../../../registry/province/peer-names.js';
import type { AskedTier } from '../../alert.rules.js';
import { OwnState } from '../../own-state.js';
import { MONITORING_SETTINGS, type MonitoringSettings } from './monitoring-settings.js';

/** A tier as national last saw it. */
export interface SeenTier extends AskedTier {
  /** Since when it has not answered. */
  readonly unansweredSince: number | undefined;
  readonly lastAnsweredAt: number | undefined;
  /** How far its clock is ahead of ours; the way of the answer is taken for half of the round trip. */
  readonly clockAheadMs: number | undefined;
}

/** One look at the whole federation. */
export interface Look {
  readonly at: number;
  readonly tiers: readonly SeenTier[];
}

const HOUR_MS = 3_600_000;

/**
 * 运行监测 (5.2.1): how every tier is. National asks the provinces, all at once and none longer than the timeout; one that does not answer is shown as
 * such, since when. // INT-98
 */
@Injectable()
export class FederationWatch {
  private readonly seen = new Map<string, SeenTier>();
  private last: Look | undefined;
  private looking: Promise<Look> | undefined;

  constructor(
    private readonly own: OwnState, private readonly link: PeerLink, @Inject(CLOCK) private readonly clock: Clock, @Inject(IDS) private readonly ids: Ids,
    @Inject(MONITORING_SETTINGS) private readonly settings: MonitoringSettings,
  ) {}

  /** What everybody sees who looks within a few seconds. */
  recent(): Promise<Look> {
    const { last } = this;
    return last !== undefined && this.clock.now() - last.at < this.settings.freshMs ? Promise.resolve(last) : this.look();
  }

  /** Asks every tier now; who comes while it is asked gets the same answer. */
  look(): Promise<Look> {
    this.looking ??= this.askAll().finally(() => { this.looking = undefined; });
    return this.looking;
  }

  private async askAll(): Promise<Look> {
    const at = this.clock.now();
    const provinces = this.link.names.filter(isProvince);
    const tiers = await Promise.all([this.ourselves(at), ...provinces.map((name) => this.ask(name, at))]);
    for (const each of tiers) this.seen.set(each.tier, each);
    this.last = { at, tiers };
    return this.last;
  }

  private async ourselves(at: number): Promise<SeenTier> {
    return answered(NATIONAL, await this.own.take(at - HOUR_MS), at, 0);
  }

  private async ask(tier: string, at: number): Promise<SeenTier> {
    const timeout = AbortSignal.timeout(this.settings.askTimeoutMs);
    try {
      const state = await this.link.send(tier, transactions.queryTierState, { lagsSince: at - HOUR_MS }, this.ids.id(), timeout);
      const now = this.clock.now();
      return answered(tier, state, now, Math.round(state.at - (at + now) / 2));
    } catch (error) {
      const was = this.seen.get(tier);
      return {
        tier, state: undefined, why: failureOf(error) ?? `it refused: ${(error as Error).message}`, unanswered: (was?.unanswered ?? 0) + 1, unansweredSince: was?.unansweredSince ?? at,
        lastAnsweredAt: was?.lastAnsweredAt, clockAheadMs: undefined,
      };
    }
  }
}

function answered(tier: string, state: SeenTier['state'], at: number, clockAheadMs: number): SeenTier {
  return { tier, state, unanswered: 0, why: undefined, unansweredSince: undefined, lastAnsweredAt: at, clockAheadMs };
}
