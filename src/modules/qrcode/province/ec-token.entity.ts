import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../../kernel/persistence/data-source-options.js';
import type { SubjectKind } from '../../../registry/credential/credential.entity.js';

/** 鉴权 TOKEN (2.10): kept as its blind index; who showed the code is sealed beside it. */
@Entity('ec_token')
@Index('ix_ec_token_credential', ['credentialNumber'])
export class EcTokenEntity {
  @PrimaryColumn({ name: 'token_index', type: 'varchar', length: 64 }) tokenIndex: string;
  /** Whose token it is: one of a unit passes for no person's, and the other way round (INT-67). */
  @Column({ name: 'subject_kind', type: 'varchar', length: 6, default: 'person' }) subjectKind: SubjectKind;
  /** Sealed JSON of the identity, a person's or a unit's. */
  @Column({ type: 'text' }) identity: string;
  @Column({ name: 'credential_number', type: 'varchar', length: 64 }) credentialNumber: string;
  @Column({ name: 'pooling_area', type: 'varchar', length: 6 }) poolingArea: string;
  @Column({ name: 'insurance_type', type: 'varchar', length: 3 }) insuranceType: string;
  @Column({ name: 'org_id', type: 'varchar', length: 40 }) orgId: string;
  @Column({ name: 'business_type', type: 'varchar', length: 5 }) businessType: string;
  /** The channel that showed the code; null for tokens that were issued before it was kept. */
  @Column({ name: 'channel_number', type: 'varchar', length: 32, nullable: true }) channelNumber: string | null;
  @Column({ name: 'expires_at', type: 'bigint', transformer: epochMs }) expiresAt: number;
  /** The settlement or handling that has taken hold of the token; one at a time. */
  @Column({ name: 'settlement_no', type: 'varchar', length: 32, nullable: true }) settlementNo: string | null;
  @Column({ name: 'consumed_at', type: 'bigint', nullable: true, transformer: epochMs }) consumedAt: number | null;
  @Column({ name: 'voided_at', type: 'bigint', nullable: true, transformer: epochMs }) voidedAt: number | null;
}
