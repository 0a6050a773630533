import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../kernel/persistence/data-source-options.js';
import type { CodeSymbol } from '../../protocol/transactions/fields.js';
import type { SubjectKind } from '../../registry/credential/credential.entity.js';

/** 电子凭证二维码 (2.2): one code value, kept as its blind index only. Used, void or expired rows stay. */
@Entity('qr_code')
@Index('ix_qr_code_display', ['displayIndex'])
@Index('ix_qr_code_credential', ['credentialNumber'])
@Index('ix_qr_code_actor', ['actorNumber'])
export class QrCodeEntity {
  @PrimaryColumn({ name: 'value_index', type: 'varchar', length: 64 }) valueIndex: string;
  @Column({ name: 'display_index', type: 'varchar', length: 64 }) displayIndex: string;
  @Column({ name: 'credential_number', type: 'varchar', length: 64 }) credentialNumber: string;
  /** Whose code it is: one of a unit passes for no person's, and the other way round (INT-67). */
  @Column({ name: 'subject_kind', type: 'varchar', length: 6, default: 'person' }) subjectKind: SubjectKind;
  /** Who shows the code of a unit; null where persons show their own. */
  @Column({ name: 'actor_number', type: 'varchar', length: 64, nullable: true }) actorNumber: string | null;
  /** Or the id of the institution that shows it. */
  @Column({ name: 'channel_number', type: 'varchar', length: 32 }) channelNumber: string;
  @Column({ name: 'pooling_area', type: 'varchar', length: 6 }) poolingArea: string;
  @Column({ name: 'insurance_type', type: 'varchar', length: 3 }) insuranceType: string;
  @Column({ name: 'issued_at', type: 'bigint', transformer: epochMs }) issuedAt: number;
  @Column({ name: 'expires_at', type: 'bigint', transformer: epochMs }) expiresAt: number;
  @Column({ name: 'consumed_at', type: 'bigint', nullable: true, transformer: epochMs }) consumedAt: number | null;
  @Column({ name: 'voided_at', type: 'bigint', nullable: true, transformer: epochMs }) voidedAt: number | null;
  /** 4.10, INT-60: as which symbol it is shown. */
  @Column({ type: 'varchar', length: 7, default: 'qrCode' }) symbol: CodeSymbol;
  /** INT-73: when the person proved the password for the display it belongs to. */
  @Column({ name: 'password_at', type: 'bigint', nullable: true, transformer: epochMs }) passwordAt: number | null;
  /** INT-91: the institution that shows it and alone may scan it; null where a channel shows it. */
  @Column({ name: 'shown_by_org', type: 'varchar', length: 40, nullable: true }) shownByOrg: string | null;
}
