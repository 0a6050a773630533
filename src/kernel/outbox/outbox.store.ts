import { LessThanOrEqual, Not, Raw, type SelectQueryBuilder } from 'typeorm';
import { writeShape } from '../../protocol/shape.js';
import { writeLexicalJson } from '../../protocol/lexical-json.js';
import type { Transaction } from '../../protocol/transaction.js';
import type { Clock } from '../clock.js';
import type { Ids } from '../ids.js';
import { redactText } from '../journal/redaction.js';
import type { UnitOfWork } from '../persistence/unit-of-work.js';
import type { DataProtection } from '../protection/data-protection.js';
import { OutboxEntryEntity, UNDELIVERED } from './outbox-entry.entity.js';

/** One message as the delivery sees it. */
export interface OutboxMessage {
  readonly sequence: number;
  readonly messageId: string;
  readonly destination: string;
  readonly transType: string;
  readonly attempts: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** The data of the transaction, sealed; `OutboxStore.dataOf` opens it. */
  readonly payload: string;
}

/** A message that has arrived, with the receiver's answer as its output table reads it. */
export interface Delivered extends OutboxMessage {
  readonly answer: object;
}

/** How many messages wait, and since when the oldest does (epoch milliseconds). */
export interface OutboxBacklog {
  readonly pending: number;
  readonly stalled: number;
  readonly oldest: number | undefined;
}

/** What waits for one peer or is stalled, and since when the oldest of both (epoch milliseconds). */
export interface PeerBacklog {
  readonly peer: string;
  readonly pending: number;
  readonly stalled: number;
  readonly oldestAt: number;
}

/** One undelivered message as an operator sees it: without what it says. */
export type OutboxLine = Pick<
  OutboxEntryEntity, 'sequence' | 'messageId' | 'destination' | 'transType' | 'state' | 'attempts' | 'nextAttemptAt' | 'createdAt' | 'lastError'
>;

/** What a peer last said to a message, cut and with numbers of persons masked. */
export const reasonOf = ({ lastError }: Pick<OutboxLine, 'lastError'>, longest: number): string => redactText(lastError ?? '').slice(0, longest);

const contextOf = (messageId: string): string => `outbox.payload:${messageId}`;

/** Messages to peers, written in the unit of work that gave reason for them and kept until they are delivered. */
export class OutboxStore {
  /** Called after a commit that brought new messages to one destination. */
  onAppended: (destination: string) => void = () => undefined;
  /** Called in the unit of work that marks a message delivered. */
  onDelivered: (delivered: Delivered) => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly work: UnitOfWork, private readonly protection: DataProtection, private readonly clock: Clock, private readonly ids: Ids,
  ) {}

  /** Appends a message in the open unit of work. Messages about one subject reach one destination in the order of their commits. */
  async append<I, O>(destination: string, subject: string, transaction: Transaction<I, O>, input: I): Promise<void> {
    const entries = this.work.writer().getRepository(OutboxEntryEntity);
    const now = this.clock.now();
    const messageId = this.ids.id();
    await entries.insert({
      sequence: ((await entries.maximum('sequence')) ?? 0) + 1,
      messageId, destination, subject: this.protection.blindIndex('outbox.subject', subject), transType: transaction.transType,
      payload: this.protection.seal(writeLexicalJson(writeShape(transaction.input, input)), contextOf(messageId)),
      state: 'pending', attempts: 0, nextAttemptAt: now, lastError: null, createdAt: now, deliveredAt: null,
    });
    this.work.afterCommit(() => this.onAppended(destination));
  }

  /** The destinations for which something waits. */
  async waitingDestinations(): Promise<string[]> {
    const rows = await this.work.reader().getRepository(OutboxEntryEntity).createQueryBuilder('entry').select('DISTINCT entry.destination', 'destination')
      .where(undelivered('entry')).andWhere({ state: 'pending' }).getRawMany<{ destination: string }>();
    return rows.map((row) => row.destination);
  }

  /** Whether messages of one kind to one destination have not arrived yet. */
  hasUndelivered(destination: string, { transType }: Pick<OutboxMessage, 'transType'>): Promise<boolean> {
    return this.work.reader().getRepository(OutboxEntryEntity).createQueryBuilder('entry')
      .where(undelivered('entry')).andWhere({ destination, transType }).getExists();
  }

  /** Messages to one destination that are due and first in their line: nothing undelivered about the same subject stands before them. */
  due(destination: string, now: number, most: number): Promise<OutboxMessage[]> {
    return this.firstInLine(destination).andWhere({ nextAttemptAt: LessThanOrEqual(now) }).orderBy('entry.sequence').take(most).getMany();
  }

  /** When the next message to one destination becomes due; undefined when none waits, or only behind stalled ones. */
  async nextDue(destination: string): Promise<number | undefined> {
    const row = await this.firstInLine(destination).select('MIN(entry.nextAttemptAt)', 'at').getRawOne<{ at: number | string | null }>();
    return row?.at == null ? undefined : Number(row.at);
  }

  /** What a message says, as JSON text. Throws `SealedTextError` where it was altered. */
  dataOf(message: OutboxMessage): string {
    return this.protection.open(message.payload, contextOf(message.messageId));
  }

  /** Notes that a message has arrived, unless another replica has noted it. In the open unit of work. */
  async markDelivered(message: OutboxMessage, answer: object): Promise<void> {
    const marked = await this.update(message, { state: 'delivered', deliveredAt: this.clock.now(), lastError: null });
    if (marked) await this.onDelivered({ ...message, answer });
  }

  /** Notes a failed attempt at what is not delivered: it will be tried again at `nextAttemptAt`, or is stalled where that is undefined. */
  async markFailed(message: OutboxMessage, error: string, nextAttemptAt: number | undefined): Promise<void> {
    const next = nextAttemptAt === undefined ? { state: 'stalled' as const } : { nextAttemptAt };
    await this.update(message, { attempts: message.attempts + 1, lastError: error, ...next });
  }

  /** Makes stalled messages due again, all or those to one destination; gives their number. */
  async redrive(destination?: string): Promise<number> {
    const of = destination === undefined ? {} : { destination };
    const changed = await this.work.writer().getRepository(OutboxEntryEntity).createQueryBuilder()
      .update({ state: 'pending', attempts: 0, nextAttemptAt: this.clock.now() }).where(UNDELIVERED).andWhere({ state: 'stalled', ...of }).execute();
    const waiting = destination === undefined ? await this.waitingDestinations() : [destination];
    this.work.afterCommit(() => { for (const each of waiting) this.onAppended(each); });
    return changed.affected ?? 0;
  }

  /** What waits or is stalled, the oldest first. */
  undelivered(most: number): Promise<OutboxLine[]> {
    return this.lines(UNDELIVERED, most);
  }

  /** What is stalled, the oldest first. */
  stalled(most: number): Promise<OutboxLine[]> {
    return this.lines(`${UNDELIVERED} AND "state" = 'stalled'`, most);
  }

  async backlog(): Promise<OutboxBacklog> {
    const peers = await this.backlogs();
    const sum = (count: (backlog: PeerBacklog) => number): number => peers.reduce((total, each) => total + count(each), 0);
    const oldest = peers.length === 0 ? undefined : Math.min(...peers.map(({ oldestAt }) => oldestAt));
    return { pending: sum(({ pending }) => pending), stalled: sum(({ stalled }) => stalled), oldest };
  }

  /** What is not delivered, peer by peer. */
  async backlogs(): Promise<PeerBacklog[]> {
    const rows = await this.work.reader().getRepository(OutboxEntryEntity).createQueryBuilder('entry')
      .select('entry.destination', 'peer').addSelect('COUNT(*)', 'count').addSelect('MIN(entry.createdAt)', 'oldestAt')
      .addSelect(`SUM(CASE WHEN entry.state = 'stalled' THEN 1 ELSE 0 END)`, 'stalled')
      .where(undelivered('entry')).groupBy('entry.destination').orderBy('entry.destination').getRawMany<Record<keyof PeerBacklog | 'count', number | string>>();
    return rows.map(({ peer, count, stalled, oldestAt }) => (
      { peer: String(peer), pending: Number(count) - Number(stalled), stalled: Number(stalled), oldestAt: Number(oldestAt) }
    ));
  }

  /** By time first: in the order of the sequence alone, SQLite would walk through everything that was ever delivered. */
  private lines(condition: string, most: number): Promise<OutboxLine[]> {
    return this.work.reader().getRepository(OutboxEntryEntity).find({
      where: { state: Raw(() => condition) }, order: { createdAt: 'ASC', sequence: 'ASC' }, take: most,
      select: {
        sequence: true, messageId: true, destination: true, transType: true, state: true, attempts: true, nextAttemptAt: true, createdAt: true, lastError: true,
      },
    });
  }

  private firstInLine(destination: string): SelectQueryBuilder<OutboxEntryEntity> {
    return this.work.reader().getRepository(OutboxEntryEntity).createQueryBuilder('entry')
      .where({ destination, state: 'pending' }).andWhere(undelivered('entry'))
      .andWhere((query) => {
        const before = query.subQuery().select('1').from(OutboxEntryEntity, 'before')
          .where('before.destination = entry.destination').andWhere('before.subject = entry.subject')
          .andWhere('before.sequence < entry.sequence').andWhere(undelivered('before'));
        return `NOT EXISTS ${before.getQuery()}`;
      });
  }

  /** Whether it was undelivered, and is changed. */
  private async update({ sequence }: OutboxMessage, change: Partial<OutboxEntryEntity>): Promise<boolean> {
    const changed = await this.work.writer().getRepository(OutboxEntryEntity).update({ sequence, state: Not('delivered') }, change);
    return changed.affected === 1;
  }
}

/** The condition of the indexes, of one of several tables in a query. */
const undelivered = (alias: string): string => `"${alias}".${UNDELIVERED}`;
