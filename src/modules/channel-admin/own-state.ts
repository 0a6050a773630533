import { Injectable } from '@nestjs/common';
import { TierMonitor } from '../../kernel/monitor/tier-monitor.js';
import type { TierState } from '../../protocol/transactions/query-tier-state.js';
import { SyncLagStore } from '../../registry/province/sync-lag.store.js';

/** 运行监测 (5.2.1): how this tier is, as it says of itself. */
@Injectable()
export class OwnState {
  constructor(private readonly monitor: TierMonitor, private readonly lags: SyncLagStore) {}

  /** With the lags of what took effect since a moment (epoch milliseconds); without them where the database takes no writes, as the monitor does. */
  async take(lagsSince: number): Promise<TierState> {
    const state = await this.monitor.state();
    return { ...state, lags: state.database.writable ? await this.lags.lagsSince(lagsSince) : [] };
  }
}
