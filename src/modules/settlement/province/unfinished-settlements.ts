import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import { LOG, type Log } from '../../../kernel/log.js';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { SETTLEMENT_SETTINGS, type SettlementSettings } from './settlement-settings.js';
import { SettlementProcess } from './settlement-process.js';
import { SettlementStore, type SettlementOrder } from './settlement.store.js';

/** Takes up settlements whose end this province does not know: the process ended, or an answer did not arrive. Nothing settled elsewhere is lost. */
@Injectable()
export class UnfinishedSettlements implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly settlements: SettlementStore, private readonly process: SettlementProcess, private readonly work: UnitOfWork,
    @Inject(CLOCK) private readonly clock: Clock, @Inject(LOG) private readonly log: Log,
    @Inject(SETTLEMENT_SETTINGS) private readonly settings: SettlementSettings,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => { this.running = this.running.then(() => this.round()); }, this.settings.resumeAfterMs);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** One look at what is unfinished. */
  async round(): Promise<void> {
    try {
      const orders = await this.settlements.findUnfinished(this.clock.now() - this.settings.resumeAfterMs);
      for (const order of orders) await this.resume(order);
    } catch (error) {
      this.log.error({ error }, 'looking for unfinished settlements failed; trying again');
    }
  }

  private async resume(order: SettlementOrder): Promise<void> {
    try {
      const shares = await this.process.ask(order);
      await this.work.run(() => this.process.complete(order, shares));
    } catch (error) {
      this.log.warn({ settlementNo: order.settlementNo, error }, 'a settlement could not be finished yet');
    }
  }
}
