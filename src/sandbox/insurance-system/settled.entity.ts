import { Column, Entity, PrimaryColumn } from 'typeorm';
import { epochMs, integer } from '../../kernel/persistence/data-source-options.js';

/** What the simulated local core business system has settled. */
@Entity('settled')
export class SettledEntity {
  @PrimaryColumn({ name: 'settlement_no', type: 'varchar', length: 32 }) settlementNo: string;
  @Column({ name: 'fund_fen', type: 'bigint', transformer: integer }) fundFen: number;
  @Column({ name: 'personal_account_fen', type: 'bigint', transformer: integer }) personalAccountFen: number;
  @Column({ name: 'cash_fen', type: 'bigint', transformer: integer }) cashFen: number;
  @Column({ name: 'settled_at', type: 'bigint', transformer: epochMs }) settledAt: number;
  @Column({ name: 'org_id', type: 'varchar', length: 40, default: '' }) orgId: string;
  @Column({ name: 'total_fen', type: 'bigint', default: 0, transformer: integer }) totalFen: number;
  /** Blind index of the person's document. */
  @Column({ name: 'person_index', type: 'varchar', length: 64, default: '' }) personIndex: string;
  @Column({ name: 'insurance_type', type: 'varchar', length: 3, default: '' }) insuranceType: string;
  /** The year in China whose accumulators it counts in, four digits. */
  @Column({ name: 'benefit_year', type: 'varchar', length: 4, default: '' }) benefitYear: string;
  /** How much of it counted towards the deductible. */
  @Column({ name: 'deductible_fen', type: 'bigint', default: 0, transformer: integer }) deductibleFen: number;
  @Column({ name: 'reversal_serial_no', type: 'varchar', length: 40, nullable: true }) reversalSerialNo: string | null;
  @Column({ name: 'reversed_at', type: 'bigint', nullable: true, transformer: epochMs }) reversedAt: number | null;
}
