import type { Type } from '@nestjs/common';
import { planFederation } from '../../src/cli/federation-plan.js';
import type { RunningTier } from '../../src/kernel/host/start-tier.js';
import { checkTierConfig, start } from '../../src/tiers/index.js';
import { SetClock } from '../kernel/dispatch/set-clock.js';

/** A province tier whose registers a test looks into. */
export class StartedProvince {
  private constructor(readonly tier: RunningTier, readonly clock: SetClock) {}

  static async start(): Promise<StartedProvince> {
    const { provinces } = planFederation({ provinces: ['35'], dataDir: undefined, ports: [1, 2, 3, 4, 5, 6], environment: 'sandbox', logLevel: 'silent' });
    const clock = new SetClock();
    const listeners = { core: { port: 0 }, publicService: { port: 0 } };
    return new StartedProvince(await start(checkTierConfig('province', { ...provinces['35'], listeners }), { clock }), clock);
  }

  get<T>(type: Type<T>): T {
    return this.tier.app.get(type, { strict: false });
  }

  write<T>(act: () => Promise<T>): Promise<T> {
    return this.tier.kernel.work.run(act);
  }

  query<T>(sql: string): Promise<T> {
    return this.tier.kernel.dataSource.query<T>(sql);
  }

  stop(): Promise<void> {
    return this.tier.stop();
  }
}
