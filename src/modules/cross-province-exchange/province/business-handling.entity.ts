import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../../kernel/persistence/data-source-options.js';
import type { HandlingState } from '../handling.rules.js';

/** 扫码经办 (6.3): one business as this province sees it, at the business place or at the insured place. */
@Entity('business_handling')
@Index('uq_business_handling_serial', ['role', 'orgId', 'institutionSerialNo'], { unique: true })
@Index('ix_business_handling_credential', ['credentialNumber'])
@Index('ix_business_handling_state', ['state', 'askedAt'])
export class BusinessHandlingEntity {
  @PrimaryColumn({ name: 'handling_no', type: 'varchar', length: 32 }) handlingNo: string;
  @Column({ type: 'varchar', length: 10 }) role: 'business' | 'insured';
  @Column({ name: 'org_id', type: 'varchar', length: 40 }) orgId: string;
  @Column({ name: 'institution_serial_no', type: 'varchar', length: 40 }) institutionSerialNo: string;
  @Column({ name: 'credential_number', type: 'varchar', length: 64 }) credentialNumber: string;
  /** Sealed order, for going on after a crash. */
  @Column({ name: 'handling_order', type: 'text' }) order: string;
  @Column({ type: 'varchar', length: 10 }) state: HandlingState;
  @Column({ name: 'requested_at', type: 'bigint', transformer: epochMs }) requestedAt: number;
  /** When somebody was last asked for it. */
  @Column({ name: 'asked_at', type: 'bigint', transformer: epochMs }) askedAt: number;
  @Column({ name: 'receipt_no', type: 'varchar', length: 40, nullable: true }) receiptNo: string | null;
  @Column({ name: 'handled_at', type: 'bigint', nullable: true, transformer: epochMs }) handledAt: number | null;
}
