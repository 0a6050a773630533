import type { TierState } from '../../../src/protocol/transactions/query-tier-state.js';
import { letsIn } from './centre-staff.js';
import type { CentreUser } from './centre-user.js';
import type { Stage } from './stage.js';

/** An alert as the centre lists it. */
export interface ShownAlert {
  readonly alertId: string;
  readonly tier: string;
  readonly rule: string;
  readonly subject: string;
  readonly detail: string;
  readonly raisedAt: number;
  readonly clearedAt?: number;
  readonly acknowledgedBy?: string;
}

/** A tier as the overview shows it. */
export interface ShownTier extends Pick<TierState, 'zones' | 'database'> {
  readonly tier: string;
  readonly reach: 'answers' | 'unreachable';
  readonly why?: string;
  readonly unansweredSince?: number;
  readonly lastAnsweredAt?: number;
  readonly clockAheadMs?: number;
  readonly alarms: readonly { readonly rule: string; readonly subject: string; readonly detail: string }[];
  readonly waiting?: { readonly pending: number; readonly stalled: number; readonly oldestAt?: number };
  readonly failing?: readonly string[];
}

/** Somebody at the monitoring screen of the management centre (5.2.1), who looks again a few seconds later. */
export class Watchman {
  private constructor(readonly user: CentreUser, private readonly stage: Stage) {}

  static async of(stage: Stage, scope = 'national', name = `zhiban.${scope.replace(':', '.')}`): Promise<Watchman> {
    return new Watchman(await letsIn(stage.national, name, scope, [scope.startsWith('city') ? 'audit' : 'operate']), stage);
  }

  /** `GET monitoring/…`, of now. */
  sees<T = Record<string, unknown>>(path = ''): Promise<T> {
    this.stage.clock.passes({ seconds: 6 });
    return this.user.asks<T>('GET', `monitoring${path}`);
  }

  async seesTier(tier: string): Promise<ShownTier> {
    const { tiers } = await this.sees<{ tiers: ShownTier[] }>();
    const found = tiers.find((each) => each.tier === tier);
    if (found === undefined) throw new Error(`${tier} is not shown to ${this.user.name}`);
    return found;
  }

  async seesLines<T = Record<string, unknown>>(list: 'links' | 'outbox' | 'lags'): Promise<T[]> {
    return (await this.sees<{ items: T[] }>(`/${list}`)).items;
  }

  async seesAlerts(state: 'open' | 'cleared' | 'unacknowledged' = 'open'): Promise<ShownAlert[]> {
    return (await this.sees<{ items: ShownAlert[] }>(`/alerts?page=1&pageSize=200&state=${state}`)).items;
  }

  /** Open alerts in short, after the centre has looked around: `outbox-old national province:44`. */
  async hears(): Promise<string[]> {
    await this.stage.centre.looksAround();
    return (await this.seesAlerts()).map(({ rule, tier, subject }) => `${rule} ${tier} ${subject}`.trim()).toSorted();
  }
}
