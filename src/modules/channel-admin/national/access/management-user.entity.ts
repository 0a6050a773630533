import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../../../kernel/persistence/data-source-options.js';

/** `disabled`: known, but may not log in. Users are never deleted, for the journal names them. */
export type UserStanding = 'active' | 'disabled';

/** Who chose the password: an administrator (`initial`, good for nothing but choosing another one) or the user. */
export type PasswordOrigin = 'initial' | 'own';

/** 管理中心用户 (4.8): somebody who works in the management centre, nationally or locally. */
@Entity('management_user')
@Index('uq_management_user_name', ['name'], { unique: true })
export class ManagementUserEntity {
  @PrimaryColumn({ name: 'user_id', type: 'varchar', length: 36 }) userId: string;
  @Column({ type: 'varchar', length: 40 }) name: string;
  /** Sealed. */
  @Column({ name: 'display_name', type: 'text' }) displayName: string;
  /** `national`, `province:35` or `city:350200`. */
  @Column({ type: 'varchar', length: 16 }) scope: string;
  /** Comma-separated. */
  @Column({ type: 'varchar', length: 120 }) roles: string;
  @Column({ type: 'varchar', length: 10 }) standing: UserStanding;
  @Column({ name: 'password_hash', type: 'varchar', length: 200 }) passwordHash: string;
  @Column({ name: 'password_origin', type: 'varchar', length: 10 }) passwordOrigin: PasswordOrigin;
  @Column({ name: 'changed_at', type: 'bigint', transformer: epochMs }) changedAt: number;
}
