import { Column, Entity, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../../kernel/persistence/data-source-options.js';

/** 电子凭证密码 (4.2): a slow salted hash. Only the national tier has it (INT-23). */
@Entity('credential_password')
export class CredentialPasswordEntity {
  @PrimaryColumn({ name: 'credential_number', type: 'varchar', length: 64 }) credentialNumber: string;
  @Column({ type: 'varchar', length: 200 }) hash: string;
  @Column({ name: 'set_at', type: 'bigint', transformer: epochMs }) setAt: number;
}
