import { Column, Entity, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../../kernel/persistence/data-source-options.js';

/** What becomes of one batch of reports to the national tier. */
@Entity('intake_batch')
export class IntakeBatchEntity {
  @PrimaryColumn({ name: 'run_no', type: 'integer' }) runNo: number;
  /** From 1. */
  @PrimaryColumn({ type: 'integer' }) batch: number;
  @Column({ type: 'integer' }) records: number;
  @Column({ type: 'integer' }) refused: number;
  /** When the answer was taken over; null before. */
  @Column({ name: 'reported_at', type: 'bigint', nullable: true, transformer: epochMs }) reportedAt: number | null;
}
