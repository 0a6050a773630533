import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs } from '../persistence/data-source-options.js';

/**
 * The answer that one request of one caller was given, kept so that an exact repeat gets the same answer and nothing happens twice
 * (INT-22). Table: `idempotencyTable()` in `../persistence/kernel-tables.ts`.
 */
@Entity('idempotency_record')
@Index('uq_idempotency_record_signature', ['caller', 'signatureHash'], { unique: true, where: '"signature_hash" IS NOT NULL' })
@Index('ix_idempotency_record_expiry', ['expiresAt'])
export class IdempotencyRecordEntity {
  @PrimaryColumn({ type: 'varchar', length: 80 })
  caller: string;

  @PrimaryColumn({ name: 'request_id', type: 'varchar', length: 128 })
  requestId: string;

  /** Hash of what was asked: the same id with other content is refused. Hex. */
  @Column({ name: 'body_hash', type: 'varchar', length: 64 })
  bodyHash: string;

  /** Hash of the signature, hex; null where the profile has none. */
  @Column({ name: 'signature_hash', type: 'varchar', length: 64, nullable: true })
  signatureHash: string | null;

  /** The answer, sealed: it may hold personal data. */
  @Column({ type: 'text' })
  answer: string;

  /** Epoch ms. */
  @Column({ name: 'created_at', type: 'bigint', transformer: epochMs })
  createdAt: number;

  /** Epoch ms; null is kept for good. */
  @Column({ name: 'expires_at', type: 'bigint', nullable: true, transformer: epochMs })
  expiresAt: number | null;
}
