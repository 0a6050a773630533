import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { integer } from '../../../kernel/persistence/data-source-options.js';

/** 参保信息: one insured period of a person in one pooling area, as a file said it. */
@Entity('insured_period')
@Index('ix_insured_period_batch', ['runNo', 'batch'])
export class InsuredPeriodEntity {
  @PrimaryColumn({ name: 'person_no', type: 'bigint', transformer: integer }) personNo: number;
  @PrimaryColumn({ name: 'pooling_area', type: 'varchar', length: 6 }) poolingArea: string;
  /** `yyyyMMdd`. */
  @PrimaryColumn({ name: 'insured_from', type: 'varchar', length: 8 }) insuredFrom: string;
  /** The last day, `yyyyMMdd`; empty while it goes on. */
  @Column({ name: 'insured_until', type: 'varchar', length: 8 }) insuredUntil: string;
  @Column({ name: 'insurance_type', type: 'varchar', length: 3 }) insuranceType: string;
  @Column({ name: 'run_no', type: 'integer' }) runNo: number;
  /** Of the file. */
  @Column({ type: 'integer' }) line: number;
  /** In which batch it is reported; 0 where it is not, because the period is over. */
  @Column({ type: 'integer' }) batch: number;
}
