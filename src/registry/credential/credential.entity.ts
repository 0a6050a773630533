import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../kernel/persistence/data-source-options.js';
import type { CredentialState } from '../../protocol/transactions/credential-record.js';

/** Whose credential it is: a natural person's (4.1) or a unit's (notice 一). */
export type SubjectKind = 'person' | 'unit';

/** 医保电子凭证: one person, one credential; one unit, one credential (notice 一, 4.1). */
@Entity('electronic_credential')
@Index('ix_electronic_credential_subject', ['subjectId'])
export class CredentialEntity {
  @PrimaryColumn({ name: 'credential_number', type: 'varchar', length: 64 }) credentialNumber: string;
  @Column({ name: 'subject_kind', type: 'varchar', length: 6, default: 'person' }) subjectKind: SubjectKind;
  /** Of the insured person or the unit, as this tier numbers them. */
  @Column({ name: 'subject_id', type: 'varchar', length: 36 }) subjectId: string;
  @Column({ type: 'varchar', length: 12 }) state: CredentialState;
  @Column({ name: 'changed_at', type: 'bigint', transformer: epochMs }) changedAt: number;
}
