import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import { TierIdentity } from '../../../kernel/host/tier-identity.js';
import { JournalStore } from '../../../kernel/journal/journal.store.js';
import { LOG, type Log } from '../../../kernel/log.js';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { DataProtection } from '../../../kernel/protection/data-protection.js';
import { Rounds } from '../../../kernel/rounds.js';
import { Refusal } from '../../../protocol/refusal.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { BusinessHandlingStore, handledBy, type HandlingOrder, type HandlingOutcome } from '../../cross-province-exchange/province/index.js';
import { HandlingDesk } from './handling-desk.js';
import { QR_CODE_SETTINGS, type QrCodeSettings } from './qr-code-settings.js';

/** Takes up businesses whose end this province does not know: the process ended, or an answer did not arrive. */
@Injectable()
export class UnfinishedHandlings implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Rounds;

  constructor(
    private readonly handlings: BusinessHandlingStore, private readonly desk: HandlingDesk, private readonly work: UnitOfWork,
    private readonly journal: JournalStore, private readonly protection: DataProtection, private readonly tier: TierIdentity,
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
      await this.work.run(() => this.conclude(order, outcome));
    } catch (error) {
      this.log.warn({ handlingNo: order.handlingNo, error }, 'a business could not be finished yet');
    }
  }

  /** In the open unit of work; what is entered is journaled. */
  private async conclude(order: HandlingOrder, outcome: HandlingOutcome): Promise<void> {
    const entry = await this.desk.conclude(order, outcome);
    if (entry instanceof Refusal) return;
    const subject = this.protection.blindIndex('journal.subject', order.handlingNo);
    const act = transactions.handleBusiness.transType;
    await this.journal.append({ actor: this.tier.name, act, subject, outcome: 'resumed', detail: handledBy(entry, order) });
  }
}
