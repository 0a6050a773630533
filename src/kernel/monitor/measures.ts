import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import type { Observer } from '../dispatch/observer.js';
import type { HealthChecks } from '../health/health-checks.js';
import type { Kernel } from '../host/kernel.js';
import { Metrics } from './metrics.js';
import { ProcessPulse } from './process-pulse.js';
import { RequestMeter, type Answered } from './request-meter.js';
import { TierMonitor } from './tier-monitor.js';

/** Everything that measures one tier, told of each answer once. */
export class Measures implements OnModuleInit, OnModuleDestroy {
  readonly monitor: TierMonitor;
  readonly metrics: Metrics;
  private readonly meter: RequestMeter;
  private readonly pulse = new ProcessPulse();

  constructor(kernel: Pick<Kernel, 'clock' | 'outbox' | 'contacts'>, checks: HealthChecks, tier: string) {
    const { clock, outbox, contacts } = kernel;
    this.meter = new RequestMeter(clock);
    this.monitor = new TierMonitor({ tier, clock, outbox, contacts, checks, meter: this.meter, pulse: this.pulse });
    this.metrics = new Metrics(this.monitor, tier);
  }

  onModuleInit(): void {
    this.pulse.start();
  }

  onModuleDestroy(): void {
    this.pulse.stop();
  }

  note(answered: Answered): void {
    this.meter.note(answered);
    this.metrics.note(answered);
  }

  /** Measures what `observe` is told. */
  beside(observe: Observer): Observer {
    return (hop) => {
      this.note(hop);
      observe(hop);
    };
  }
}
