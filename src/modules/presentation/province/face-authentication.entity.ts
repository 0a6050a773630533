import { Column, Entity, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../../kernel/persistence/data-source-options.js';

/** 刷脸认证 (4.10): a face that was recognised at an institution, under an authNo that is kept as its blind index. Used or expired rows stay. */
@Entity('face_authentication')
export class FaceAuthenticationEntity {
  @PrimaryColumn({ name: 'auth_index', type: 'varchar', length: 64 }) authIndex: string;
  @Column({ name: 'org_id', type: 'varchar', length: 40 }) orgId: string;
  /** Blind index of the business number (outBizNo) of the first step. */
  @Column({ name: 'business_index', type: 'varchar', length: 64 }) businessIndex: string;
  @Column({ name: 'credential_number', type: 'varchar', length: 64 }) credentialNumber: string;
  @Column({ name: 'expires_at', type: 'bigint', transformer: epochMs }) expiresAt: number;
  @Column({ name: 'consumed_at', type: 'bigint', nullable: true, transformer: epochMs }) consumedAt: number | null;
}
