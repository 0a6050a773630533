import { checkTierConfig, start } from '../../../src/tiers/index.js';
import { UNWATCHED, type Stage } from './stage.js';
import type { StageTier, TierPlan } from './stage-tier.js';

/** Starts the national tier again with these sections in its configuration; only on a stage with files. */
export async function nationalWith(stage: Stage, sections: object): Promise<void> {
  await restarted(stage.national, (plan) => start(checkTierConfig('national', { ...plan, monitoring: UNWATCHED, ...sections }), { clock: stage.clock }));
}

/** Starts 福建 again with other peers; only on a stage with files. */
export async function fujianWithPeers(stage: Stage, choose: (peers: TierPlan['peers']) => readonly object[]): Promise<void> {
  await restarted(stage.fujian.tier, (plan) => start(checkTierConfig('province', { ...plan, peers: choose(plan.peers) }), { clock: stage.clock }));
}

async function restarted(tier: StageTier, starter: Parameters<StageTier['starts']>[0]): Promise<void> {
  await tier.stops();
  await tier.starts(starter);
}
