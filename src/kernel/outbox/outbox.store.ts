import { In, LessThanOrEqual } from 'typeorm';
import { writeShape } from '../../protocol/shape.js';
import { writeLexicalJson } from '../../protocol/lexical-json.js';
import type { Transaction } from '../../protocol/transaction.js';
import type { Clock } from '../clock.js';
import type { Ids } from '../ids.js';
import type { UnitOfWork } from '../persistence/unit-of-work.js';
import type { DataProtection } from '../protection/data-protection.js';
import { OutboxEntryEntity, type OutboxState } from './outbox-entry.entity.js';

/** One message as the delivery sees it. */
export interface OutboxMessage {
  readonly sequence: number;
  readonly messageId: string;
  readonly destination: string;
  readonly transType: string;
  readonly attempts: number;
  /** The data of the transaction as JSON text. */
  readonly data: string;
}

/** How many messages wait, and since when the oldest does (epoch milliseconds). */
export interface OutboxBacklog {
  readonly pending: number;
  readonly stalled: number;
  readonly oldest: number | undefined;
}

const CONTEXT = 'outbox.payload';

/** Messages to peers, written in the unit of work that gave reason for them and kept until they are delivered. */
export class OutboxStore {
  /** Called after a commit that brought new messages. */
  onAppended: () => void = () => undefined;

  constructor(
    private readonly work: UnitOfWork, private readonly protection: DataProtection, private readonly clock: Clock, private readonly ids: Ids,
  ) {}

  /** Appends a message in the open unit of work. Messages about one subject reach one destination in the order of their commits. */
  async append<I, O>(destination: string, subject: string, transaction: Transaction<I, O>, input: I): Promise<void> {
    const entries = this.work.writer().getRepository(OutboxEntryEntity);
    const now = this.clock.now();
    await entries.insert({
      sequence: ((await entries.maximum('sequence')) ?? 0) + 1,
      messageId: this.ids.id(), destination, subject: this.protection.blindIndex('outbox.subject', subject), transType: transaction.transType,
      payload: this.protection.seal(writeLexicalJson(writeShape(transaction.input, input)), CONTEXT),
      state: 'pending', attempts: 0, nextAttemptAt: now, lastError: null, createdAt: now, deliveredAt: null,
    });
    this.work.afterCommit(() => this.onAppended());
  }

  /** Messages that are due and first in their line: nothing undelivered about the same subject stands before them. */
  async due(now: number, most: number): Promise<OutboxMessage[]> {
    const entries = await this.work.reader().getRepository(OutboxEntryEntity).createQueryBuilder('entry')
      .where({ state: 'pending', nextAttemptAt: LessThanOrEqual(now) })
      .andWhere((query) => {
        const before = query.subQuery().select('1').from(OutboxEntryEntity, 'before')
          .where('before.destination = entry.destination').andWhere('before.subject = entry.subject')
          .andWhere('before.sequence < entry.sequence').andWhere("before.state <> 'delivered'");
        return `NOT EXISTS ${before.getQuery()}`;
      })
      .orderBy('entry.sequence').take(most).getMany();
    return entries.map(({ sequence, messageId, destination, transType, attempts, payload }) => (
      { sequence, messageId, destination, transType, attempts, data: this.protection.open(payload, CONTEXT) }
    ));
  }

  /** When the next waiting message becomes due; undefined when none waits. */
  async nextDue(): Promise<number | undefined> {
    return (await this.work.reader().getRepository(OutboxEntryEntity).minimum('nextAttemptAt', { state: 'pending' })) ?? undefined;
  }

  async markDelivered(sequence: number): Promise<void> {
    await this.update(sequence, { state: 'delivered', deliveredAt: this.clock.now(), lastError: null });
  }

  /** Notes a failed attempt: it will be tried again at `nextAttemptAt`, or is stalled where that is undefined. */
  async markFailed(message: OutboxMessage, error: string, nextAttemptAt: number | undefined): Promise<void> {
    const next = nextAttemptAt === undefined ? { state: 'stalled' as const } : { nextAttemptAt };
    await this.update(message.sequence, { attempts: message.attempts + 1, lastError: error, ...next });
  }

  /** Makes stalled messages due again, all or those to one destination; gives their number. */
  async redrive(destination?: string): Promise<number> {
    const of = destination === undefined ? {} : { destination };
    const changed = await this.work.writer().getRepository(OutboxEntryEntity)
      .update({ state: 'stalled', ...of }, { state: 'pending', attempts: 0, nextAttemptAt: this.clock.now() });
    this.work.afterCommit(() => this.onAppended());
    return changed.affected ?? 0;
  }

  async backlog(): Promise<OutboxBacklog> {
    const entries = this.work.reader().getRepository(OutboxEntryEntity);
    const oldest = await entries.minimum('createdAt', { state: In(['pending', 'stalled'] satisfies OutboxState[]) });
    return { pending: await entries.countBy({ state: 'pending' }), stalled: await entries.countBy({ state: 'stalled' }), oldest: oldest ?? undefined };
  }

  private async update(sequence: number, change: Partial<OutboxEntryEntity>): Promise<void> {
    await this.work.writer().getRepository(OutboxEntryEntity).update({ sequence }, change);
  }
}
