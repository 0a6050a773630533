import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { integer } from '../../kernel/persistence/data-source-options.js';
import type { Figure } from './figures.rules.js';

/** 报表统计 (5.2.1): one number of one day, with who counted it. What does not apply is an empty text. */
@Entity('figure_count')
@Index('ix_figure_count_day', ['day'])
export class FigureCountEntity {
  /** Who counted: two digits of a province, `00` for national. */
  @PrimaryColumn({ type: 'varchar', length: 2 }) source: string;
  /** yyyy-MM-dd in China. */
  @PrimaryColumn({ type: 'varchar', length: 10 }) day: string;
  @PrimaryColumn({ name: 'channel_number', type: 'varchar', length: 32 }) channelNumber: string;
  @PrimaryColumn({ name: 'trans_type', type: 'varchar', length: 40 }) transType: string;
  @PrimaryColumn({ type: 'varchar', length: 20 }) figure: Figure;
  /** INT-95: where it counts for. */
  @PrimaryColumn({ type: 'varchar', length: 2 }) province: string;
  @PrimaryColumn({ name: 'business_type', type: 'varchar', length: 5 }) businessType: string;
  @PrimaryColumn({ name: 'return_code', type: 'integer' }) returnCode: number;
  @Column({ type: 'bigint', transformer: integer }) times: number;
  @Column({ name: 'total_fen', type: 'bigint', transformer: integer }) totalFen: number;
  @Column({ name: 'fund_fen', type: 'bigint', transformer: integer }) fundFen: number;
  @Column({ name: 'personal_account_fen', type: 'bigint', transformer: integer }) personalAccountFen: number;
  @Column({ name: 'cash_fen', type: 'bigint', transformer: integer }) cashFen: number;
}
