import { Column, Entity, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../kernel/persistence/data-source-options.js';

/** A province that was told something about a credential: what changes later must reach it as well. National tier only. */
@Entity('credential_replica')
export class CredentialReplicaEntity {
  @PrimaryColumn({ name: 'credential_number', type: 'varchar', length: 64 }) credentialNumber: string;
  @PrimaryColumn({ type: 'varchar', length: 2 }) province: string;
  @Column({ name: 'since', type: 'bigint', transformer: epochMs }) since: number;
}
