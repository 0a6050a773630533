import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../../../kernel/persistence/data-source-options.js';
import type { AgreementKind } from '../../cooperation-agreement.rules.js';

/** 合作协议 (notice 二(三), D.2): what is known of a signed agreement with whoever runs channels under a credit code. */
@Entity('cooperation_agreement')
@Index('ix_cooperation_agreement_provider', ['creditCode', 'kind'])
export class CooperationAgreementEntity {
  @PrimaryColumn({ name: 'agreement_id', type: 'varchar', length: 36 }) agreementId: string;
  @Column({ type: 'varchar', length: 10 }) kind: AgreementKind;
  @Column({ name: 'credit_code', type: 'varchar', length: 18 }) creditCode: string;
  /** Of the department with whose application it was filed; a local agreement holds for that department only. */
  @Column({ type: 'varchar', length: 6 }) division: string;
  @Column({ name: 'application_id', type: 'varchar', length: 36 }) applicationId: string;
  @Column({ type: 'varchar', length: 100 }) title: string;
  /** Sealed JSON: who signed for either side. */
  @Column({ type: 'text' }) signatories: string;
  /** yyyy-MM-dd. */
  @Column({ name: 'signed_on', type: 'varchar', length: 10 }) signedOn: string;
  @Column({ name: 'valid_from', type: 'bigint', transformer: epochMs }) validFrom: number;
  /** Exclusive; null where it has no end. */
  @Column({ name: 'valid_until', type: 'bigint', nullable: true, transformer: epochMs }) validUntil: number | null;
  /** When it was ended before its time. */
  @Column({ name: 'ended_at', type: 'bigint', nullable: true, transformer: epochMs }) endedAt: number | null;
  @Column({ name: 'media_type', type: 'varchar', length: 40 }) mediaType: string;
  @Column({ type: 'integer' }) size: number;
  /** SM3 of the document's bytes, hex. */
  @Column({ type: 'varchar', length: 64 }) digest: string;
  @Column({ name: 'filed_by', type: 'varchar', length: 40 }) filedBy: string;
  @Column({ name: 'filed_at', type: 'bigint', transformer: epochMs }) filedAt: number;
}
