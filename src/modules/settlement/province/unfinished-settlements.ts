import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Facts } from '../../../kernel/dispatch/call.js';
import { TierIdentity } from '../../../kernel/host/tier-identity.js';
import { JournalStore } from '../../../kernel/journal/journal.store.js';
import { LOG, type Log } from '../../../kernel/log.js';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { DataProtection } from '../../../kernel/protection/data-protection.js';
import { Rounds } from '../../../kernel/rounds.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { bookedBy } from './booked-entry.js';
import { ReversalProcess } from './reversal-process.js';
import type { KnownSettlement, SettlementOrder } from './settlement-order.js';
import { SETTLEMENT_SETTINGS, type SettlementSettings } from './settlement-settings.js';
import { SettlementProcess } from './settlement-process.js';
import { SettlementStore } from './settlement.store.js';

/** So that a province which does not answer keeps only a few others waiting. */
const SIDE_BY_SIDE = 10;

/**
 * Takes up settlements and reversals whose end this province does not know: the process ended, or an answer did not arrive. Nothing settled or reversed
 * elsewhere is lost.
 */
@Injectable()
export class UnfinishedSettlements implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Rounds;

  constructor(
    private readonly settlements: SettlementStore, private readonly process: SettlementProcess, private readonly reversals: ReversalProcess,
    private readonly work: UnitOfWork, private readonly journal: JournalStore, private readonly protection: DataProtection,
    private readonly tier: TierIdentity, @Inject(CLOCK) private readonly clock: Clock, @Inject(LOG) private readonly log: Log,
    @Inject(SETTLEMENT_SETTINGS) private readonly settings: SettlementSettings,
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
      const unfinished = await this.settlements.findUnfinished(this.clock.now() - this.settings.resumeAfterMs);
      while (unfinished.length > 0) await Promise.all(unfinished.splice(0, SIDE_BY_SIDE).map((known) => this.resume(known)));
    } catch (error) {
      this.log.error({ error }, 'looking for unfinished settlements failed; trying again');
    }
  }

  private async resume(known: KnownSettlement): Promise<void> {
    const { order } = known;
    try {
      await (known.state === 'reversing' ? this.finishReversal(known) : this.finishSettlement(order));
    } catch (error) {
      this.log.warn({ settlementNo: order.settlementNo, state: known.state, error }, 'a settlement could not be finished yet');
    }
  }

  private async finishSettlement(order: SettlementOrder): Promise<void> {
    const shares = await this.process.askAgain(order, this.clock.now());
    await this.work.run(async () => {
      const entry = await this.process.complete(order, shares);
      await this.note(order, transactions.settle.transType, bookedBy('settled', entry, order));
    });
  }

  private async finishReversal({ order, reversalSerialNo = '' }: KnownSettlement): Promise<void> {
    const reversal = { order, reversalSerialNo, first: false };
    const reversedAt = await this.reversals.ask(reversal, this.clock.now());
    await this.work.run(async () => {
      const entry = await this.reversals.complete(reversal, reversedAt);
      await this.note(order, transactions.reverseSettlement.transType, bookedBy('reversed', entry, order));
    });
  }

  private async note({ settlementNo }: SettlementOrder, act: string, facts: Facts): Promise<void> {
    const subject = this.protection.blindIndex('journal.subject', settlementNo);
    await this.journal.append({ actor: this.tier.name, act, subject, outcome: 'resumed', detail: facts });
  }
}
