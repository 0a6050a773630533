import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs, integer } from '../../../kernel/persistence/data-source-options.js';
import type { SettlementState } from '../settlement.rules.js';

/** 结算: one settlement as this province sees it. `business`: an institution here asked; `insured`: another province asked us to settle. */
@Entity('settlement')
@Index('uq_settlement_serial', ['role', 'orgId', 'institutionSerialNo'], { unique: true })
@Index('uq_settlement_reversal', ['role', 'orgId', 'reversalSerialNo'], { unique: true, where: '"reversal_serial_no" IS NOT NULL' })
@Index('ix_settlement_state', ['state', 'requestedAt'])
export class SettlementEntity {
  @PrimaryColumn({ name: 'settlement_no', type: 'varchar', length: 32 }) settlementNo: string;
  @Column({ type: 'varchar', length: 10 }) role: 'business' | 'insured';
  @Column({ name: 'org_id', type: 'varchar', length: 40 }) orgId: string;
  @Column({ name: 'institution_serial_no', type: 'varchar', length: 40 }) institutionSerialNo: string;
  @Column({ name: 'business_type', type: 'varchar', length: 5 }) businessType: string;
  @Column({ name: 'credential_number', type: 'varchar', length: 64 }) credentialNumber: string;
  @Column({ name: 'pooling_area', type: 'varchar', length: 6 }) poolingArea: string;
  /** Sealed order, for going on after a crash. */
  @Column({ name: 'settlement_order', type: 'text' }) order: string;
  @Column({ name: 'total_fen', type: 'bigint', transformer: integer }) totalFen: number;
  @Column({ name: 'fund_fen', type: 'bigint', nullable: true, transformer: integer }) fundFen: number | null;
  @Column({ name: 'personal_account_fen', type: 'bigint', nullable: true, transformer: integer }) personalAccountFen: number | null;
  @Column({ name: 'cash_fen', type: 'bigint', nullable: true, transformer: integer }) cashFen: number | null;
  @Column({ type: 'varchar', length: 10 }) state: SettlementState;
  @Column({ name: 'requested_at', type: 'bigint', transformer: epochMs }) requestedAt: number;
  @Column({ name: 'settled_at', type: 'bigint', nullable: true, transformer: epochMs }) settledAt: number | null;
  /** How often whoever settles or reverses has been asked since the order or the reversal was written. */
  @Column({ type: 'integer', default: 1 }) asks: number;
  /** When it was asked last. */
  @Column({ name: 'asked_at', type: 'bigint', default: 0, transformer: epochMs }) askedAt: number;
  @Column({ name: 'reversal_serial_no', type: 'varchar', length: 40, nullable: true }) reversalSerialNo: string | null;
  @Column({ name: 'reversed_at', type: 'bigint', nullable: true, transformer: epochMs }) reversedAt: number | null;
}
