import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MoreThanOrEqual } from 'typeorm';
import { OutboxStore, type Delivered } from '../../kernel/outbox/outbox.store.js';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { summarise, type LagSummary } from './sync-lag.rules.js';
import { SyncLagEntity } from './sync-lag.entity.js';

/** How fast one kind of message takes effect at one receiver. */
export interface ConvergenceLag extends LagSummary {
  readonly transType: string;
  readonly destination: string;
}

/** Whoever watches asks again and again: the sum must stay cheap however many messages there were. */
const MOST_SUMMED = 5_000;

/** 同步时延: what the receipts of synchronised messages say about when these took effect, measured, not promised. */
@Injectable()
export class SyncLagStore implements OnModuleInit {
  constructor(private readonly work: UnitOfWork, private readonly outbox: OutboxStore) {}

  onModuleInit(): void {
    this.outbox.onDelivered = (delivered) => this.keep(delivered);
  }

  /** The lags of what took effect since a moment (epoch milliseconds), by kind of message and receiver; of the latest 5,000 messages at most. */
  async lagsSince(since: number): Promise<ConvergenceLag[]> {
    const rows = await this.work.reader().getRepository(SyncLagEntity).find({
      where: { effectiveAt: MoreThanOrEqual(since) }, order: { effectiveAt: 'DESC' }, take: MOST_SUMMED,
    });
    const groups = new Map<string, SyncLagEntity[]>();
    for (const row of rows) groups.set(`${row.transType} ${row.destination}`, [...(groups.get(`${row.transType} ${row.destination}`) ?? []), row]);
    return [...groups.values()].map((group) => summaryOf(group)).toSorted((a, b) => b.p95 - a.p95);
  }

  /** In the unit of work that marks the message delivered. Other answers than receipts say nothing about an effect. */
  private async keep({ messageId, destination, transType, createdAt, answer }: Delivered): Promise<void> {
    const { effectiveAt } = answer as { readonly effectiveAt?: unknown };
    if (typeof effectiveAt !== 'number') return;
    await this.work.writer().getRepository(SyncLagEntity).save({ messageId, destination, transType, causedAt: createdAt, effectiveAt });
  }
}

function summaryOf(group: readonly SyncLagEntity[]): ConvergenceLag {
  const [{ transType, destination }] = group;
  return { transType, destination, ...summarise(group.map((row) => row.effectiveAt - row.causedAt)) };
}
