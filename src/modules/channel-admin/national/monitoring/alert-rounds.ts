import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import { IDS, type Ids } from '../../../../kernel/ids.js';
import { LOG, type Log } from '../../../../kernel/log.js';
import { UnitOfWork } from '../../../../kernel/persistence/unit-of-work.js';
import { Rounds } from '../../../../kernel/rounds.js';
import { compareAlerts } from '../../alert.rules.js';
import type { AlertEntity } from './alert.entity.js';
import { AlertStore } from './alert.store.js';
import { FederationWatch } from './federation-watch.js';
import { MONITORING_SETTINGS, type MonitoringSettings } from './monitoring-settings.js';

type AlertChanges = ReturnType<typeof compareAlerts<AlertEntity>>;

/** Looks at the federation from time to time, whether or not somebody watches; raises what is alarming and clears what is no more. */
@Injectable()
export class AlertRounds implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Rounds;

  constructor(
    private readonly watch: FederationWatch, private readonly alerts: AlertStore, private readonly work: UnitOfWork,
    @Inject(CLOCK) private readonly clock: Clock, @Inject(IDS) private readonly ids: Ids, @Inject(LOG) private readonly log: Log,
    @Inject(MONITORING_SETTINGS) private readonly settings: MonitoringSettings,
  ) {
    this.rounds = new Rounds(() => this.round(), settings.everyMs);
  }

  onApplicationBootstrap(): void {
    if (this.settings.everyMs > 0) this.rounds.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  /** One look and what follows from it. Writes only where something has changed. */
  async round(): Promise<void> {
    try {
      const { tiers } = await this.watch.look();
      const compare = async () => compareAlerts(await this.alerts.open(), tiers, this.settings.thresholds);
      const changes = await compare();
      if (changes.raise.length + changes.clear.length === 0) return;
      // Once more in the unit of work: another process of this tier may have raised the same meanwhile.
      const { raise, clear } = await this.work.run(async () => this.write(await compare()));
      for (const alarm of raise) this.log.warn(alarm, 'alert raised');
      for (const { rule, tier, subject } of clear) this.log.info({ rule, tier, subject }, 'alert cleared');
    } catch (error) {
      this.log.error({ error }, 'looking at the federation failed; trying again');
    }
  }

  /** In the open unit of work. */
  private async write(changes: AlertChanges): Promise<AlertChanges> {
    const at = this.clock.now();
    for (const alarm of changes.raise) await this.alerts.raise(this.ids.id(), alarm, at);
    for (const { alertId } of changes.clear) await this.alerts.clear(alertId, at);
    return changes;
  }
}
