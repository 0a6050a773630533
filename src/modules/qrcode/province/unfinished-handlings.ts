import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import { LOG, type Log } from '../../../kernel/log.js';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { Rounds } from '../../../kernel/rounds.js';
import { BusinessHandlingStore, type HandlingOrder } from '../../cross-province-exchange/province/index.js';
import { HandlingDesk } from './handling-desk.js';
import { QR_CODE_SETTINGS, type QrCodeSettings } from './qr-code-settings.js';

/** Takes up businesses whose end this province does not know: the process ended, or an answer did not arrive. */
@Injectable()
export class UnfinishedHandlings implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Rounds;

  constructor(
    private readonly handlings: BusinessHandlingStore, private readonly desk: HandlingDesk, private readonly work: UnitOfWork,
    @Inject(CLOCK) private readonly clock: Clock, @Inject(LOG) private readonly log: Log, @Inject(QR_CODE_SETTINGS) private readonly settings: QrCodeSettings,
  ) {
    this.rounds = new Rounds(() => this.round(), settings.resumeAfterMs);
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  /** One look at what is unfinished. */
  async round(): Promise<void> {
    try {
      for (const order of await this.handlings.findUnfinished(this.clock.now() - this.settings.resumeAfterMs)) await this.resume(order);
    } catch (error) {
      this.log.error({ error }, 'looking for unfinished businesses failed; trying again');
    }
  }

  private async resume(order: HandlingOrder): Promise<void> {
    try {
      await this.work.run(() => this.handlings.noteAsk(order.handlingNo, this.clock.now()));
      const outcome = await this.desk.ask(order);
      await this.work.run(() => this.desk.conclude(order, outcome));
    } catch (error) {
      this.log.warn({ handlingNo: order.handlingNo, error }, 'a business could not be finished yet');
    }
  }
}
