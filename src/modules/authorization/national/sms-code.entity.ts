import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../../kernel/persistence/data-source-options.js';
import type { SmsType } from '../../../protocol/transactions/send-sms-code.js';

/** 短信验证码: one code that was sent. Number, purpose and code are kept as blind indexes only. */
@Entity('sms_code')
@Index('ix_sms_code_subject', ['subjectIndex', 'sentAt'])
@Index('ix_sms_code_mobile', ['mobileIndex', 'sentAt'])
export class SmsCodeEntity {
  /** Follows from the request, so that its repeat replaces the code instead of adding one. */
  @PrimaryColumn({ type: 'varchar', length: 32 }) id: string;
  @Column({ name: 'sms_type', type: 'varchar', length: 20 }) smsType: SmsType;
  /** Whom and what it is for. */
  @Column({ name: 'subject_index', type: 'varchar', length: 64 }) subjectIndex: string;
  @Column({ name: 'mobile_index', type: 'varchar', length: 64 }) mobileIndex: string;
  @Column({ name: 'code_index', type: 'varchar', length: 64 }) codeIndex: string;
  @Column({ name: 'sent_at', type: 'bigint', transformer: epochMs }) sentAt: number;
  @Column({ name: 'expires_at', type: 'bigint', transformer: epochMs }) expiresAt: number;
  @Column({ type: 'integer' }) failures: number;
  @Column({ name: 'used_at', type: 'bigint', nullable: true, transformer: epochMs }) usedAt: number | null;
}
