import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs, integer } from '../persistence/data-source-options.js';

/** `stalled`: the retries have run out. It is shown and kept until somebody sends it again; it is never deleted. */
export type OutboxState = 'pending' | 'delivered' | 'stalled';

/** As the indexes of `outboxTable()` say it: a query that says the same, letter by letter, finds what is not delivered among any number that is. */
export const UNDELIVERED = `"state" <> 'delivered'`;

/** One message to a peer, stored in the unit of work that gave reason for it. Table: `outboxTable()` in `../persistence/kernel-tables.ts`. */
@Entity('outbox_entry')
@Index('uq_outbox_entry_message', ['messageId'], { unique: true })
@Index('ix_outbox_entry_due', ['destination', 'sequence'], { where: UNDELIVERED })
@Index('ix_outbox_entry_order', ['destination', 'subject', 'sequence'], { where: UNDELIVERED })
export class OutboxEntryEntity {
  /** Assigned inside the unit of work, rising in the order of commit; see `outboxTable()`. */
  @PrimaryColumn({ type: 'bigint', transformer: integer })
  sequence: number;

  /** The request id that the peer sees; the same at every attempt. */
  @Column({ name: 'message_id', type: 'varchar', length: 36 })
  messageId: string;

  /** Name of the peer. */
  @Column({ type: 'varchar', length: 40 })
  destination: string;

  /** What the message is about. Messages about the same subject reach a destination in order. */
  @Column({ type: 'varchar', length: 80 })
  subject: string;

  @Column({ name: 'trans_type', type: 'varchar', length: 40 })
  transType: string;

  /** The body, sealed: it may hold personal data. */
  @Column({ type: 'text' })
  payload: string;

  @Column({ type: 'varchar', length: 12 })
  state: OutboxState;

  @Column({ type: 'integer' })
  attempts: number;

  /** Epoch ms. */
  @Column({ name: 'next_attempt_at', type: 'bigint', transformer: epochMs })
  nextAttemptAt: number;

  @Column({ name: 'last_error', type: 'text', nullable: true })
  lastError: string | null;

  /** Epoch ms. */
  @Column({ name: 'created_at', type: 'bigint', transformer: epochMs })
  createdAt: number;

  /** Epoch ms; null while it is not delivered. */
  @Column({ name: 'delivered_at', type: 'bigint', nullable: true, transformer: epochMs })
  deliveredAt: number | null;
}
