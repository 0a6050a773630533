import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs, integer } from '../../../kernel/persistence/data-source-options.js';

/** One file that is taken in, known by its content, and how far that has come (INT-154). */
@Entity('intake_run')
@Index('uq_intake_run_digest', ['digest'], { unique: true })
export class IntakeRunEntity {
  @PrimaryColumn({ name: 'run_no', type: 'integer' }) runNo: number;
  /** SM3 of the file, hex. */
  @Column({ type: 'varchar', length: 64 }) digest: string;
  @Column({ name: 'started_at', type: 'bigint', transformer: epochMs }) startedAt: number;
  /** `yyyyMMdd`: the day by which every row of the file is judged. */
  @Column({ type: 'varchar', length: 8 }) day: string;
  /** Bytes and lines of the file that are behind us. */
  @Column({ type: 'bigint', transformer: integer }) position: number;
  @Column({ type: 'integer' }) line: number;
  /** How many batches are made for the national tier. */
  @Column({ type: 'integer' }) batches: number;
  @Column({ name: 'rows_read', type: 'integer' }) rowsRead: number;
  @Column({ type: 'integer' }) accepted: number;
  @Column({ type: 'integer' }) known: number;
  @Column({ type: 'integer' }) duplicates: number;
  @Column({ type: 'integer' }) rejected: number;
  /** Null until the last row is read. */
  @Column({ name: 'loaded_at', type: 'bigint', nullable: true, transformer: epochMs }) loadedAt: number | null;
}
