import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs, integer } from '../../../kernel/persistence/data-source-options.js';
import type { CompletedKind } from '../../../protocol/transactions/completion-notice.js';

/** 业务完成通知 (6.3.2.2 d): what another insured place has completed for somebody who is insured here too. */
@Entity('completion_notice')
@Index('uq_completion_notice_sequence', ['sequence'], { unique: true })
@Index('ix_completion_notice_credential', ['credentialNumber', 'sequence'])
export class CompletionNoticeEntity {
  @PrimaryColumn({ name: 'reference_no', type: 'varchar', length: 32 }) referenceNo: string;
  @PrimaryColumn({ type: 'varchar', length: 12 }) kind: CompletedKind;
  /** Rising in the order of arrival. */
  @Column({ type: 'bigint', transformer: integer }) sequence: number;
  @Column({ name: 'credential_number', type: 'varchar', length: 64 }) credentialNumber: string;
  @Column({ name: 'insured_place', type: 'varchar', length: 6 }) insuOrg: string;
  @Column({ name: 'business_province', type: 'varchar', length: 2 }) businessProvince: string;
  @Column({ name: 'business_type', type: 'varchar', length: 5 }) businessType: string;
  @Column({ name: 'completed_at', type: 'bigint', transformer: epochMs }) completedAt: number;
  @Column({ name: 'received_at', type: 'bigint', transformer: epochMs }) receivedAt: number;
}
