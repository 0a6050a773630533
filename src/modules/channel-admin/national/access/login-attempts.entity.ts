import { Column, Entity, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../../../kernel/persistence/data-source-options.js';

/** Attempts to log in under one name since the last success, whether or not anybody has that name. */
@Entity('login_attempts')
export class LoginAttemptsEntity {
  @PrimaryColumn({ name: 'name_index', type: 'varchar', length: 64 }) nameIndex: string;
  @Column({ type: 'integer' }) attempts: number;
  @Column({ name: 'last_at', type: 'bigint', transformer: epochMs }) lastAt: number;
  @Column({ name: 'locked_until', type: 'bigint', transformer: epochMs }) lockedUntil: number;
}
