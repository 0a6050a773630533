import { Column, Entity, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../../kernel/persistence/data-source-options.js';

/** What is counted apart: the password, and the comparison of faces. */
export type AttemptKind = 'password' | 'real-person';

/** Failures in a row against one credential; gone after a success. */
@Entity('failed_attempt')
export class FailedAttemptEntity {
  @PrimaryColumn({ name: 'credential_number', type: 'varchar', length: 64 }) credentialNumber: string;
  @PrimaryColumn({ type: 'varchar', length: 12 }) kind: AttemptKind;
  @Column({ type: 'integer' }) failures: number;
  @Column({ name: 'locked_until', type: 'bigint', nullable: true, transformer: epochMs }) lockedUntil: number | null;
}
