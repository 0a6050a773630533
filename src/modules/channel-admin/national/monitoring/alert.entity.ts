import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../../../kernel/persistence/data-source-options.js';
import type { AlertRule } from '../../alert.rules.js';

/** 告警: something alarming at a tier, from the look at which it was first found to the one at which it was no more. */
@Entity('monitoring_alert')
@Index('uq_monitoring_alert_open', ['tier', 'rule', 'subject'], { unique: true, where: '"cleared_at" IS NULL' })
@Index('ix_monitoring_alert_raised', ['raisedAt'])
export class AlertEntity {
  @PrimaryColumn({ name: 'alert_id', type: 'varchar', length: 36 }) alertId: string;
  @Column({ type: 'varchar', length: 40 }) tier: string;
  @Column({ type: 'varchar', length: 40 }) rule: AlertRule;
  /** The peer, zone or outside system; empty for the tier as a whole. */
  @Column({ type: 'varchar', length: 40 }) subject: string;
  /** As it was when it was raised. */
  @Column({ type: 'text' }) detail: string;
  @Column({ name: 'raised_at', type: 'bigint', transformer: epochMs }) raisedAt: number;
  @Column({ name: 'cleared_at', type: 'bigint', nullable: true, transformer: epochMs }) clearedAt: number | null;
  @Column({ name: 'acknowledged_at', type: 'bigint', nullable: true, transformer: epochMs }) acknowledgedAt: number | null;
  @Column({ name: 'acknowledged_by', type: 'varchar', length: 40, nullable: true }) acknowledgedBy: string | null;
  @Column({ type: 'text', nullable: true }) note: string | null;
}
