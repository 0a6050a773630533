import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../kernel/persistence/data-source-options.js';
import type { CredentialState } from '../../protocol/transactions/credential-record.js';

/** 医保电子凭证: one person, one credential (notice 一, 4.1). */
@Entity('electronic_credential')
@Index('ix_electronic_credential_person', ['personId'])
export class CredentialEntity {
  @PrimaryColumn({ name: 'credential_number', type: 'varchar', length: 64 }) credentialNumber: string;
  @Column({ name: 'person_id', type: 'varchar', length: 36 }) personId: string;
  @Column({ type: 'varchar', length: 12 }) state: CredentialState;
  @Column({ name: 'changed_at', type: 'bigint', transformer: epochMs }) changedAt: number;
}
