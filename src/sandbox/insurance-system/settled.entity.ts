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
}
