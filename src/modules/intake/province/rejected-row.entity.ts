import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RowFault } from './intake-reasons.rules.js';

/** Why a row of a file was not taken in: one line of the file of rejected rows. */
@Entity('rejected_row')
export class RejectedRowEntity {
  @PrimaryColumn({ name: 'run_no', type: 'integer' }) runNo: number;
  @PrimaryColumn({ type: 'integer' }) line: number;
  @PrimaryColumn({ type: 'varchar', length: 20 }) field: RowFault['field'];
  @PrimaryColumn({ type: 'varchar', length: 20 }) reason: RowFault['reason'];
  /** What stands there, masked. */
  @Column({ type: 'varchar', length: 60 }) value: string;
}
