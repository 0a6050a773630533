import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../../../kernel/persistence/data-source-options.js';

/** One login of a management-centre user. The token itself is kept nowhere, only its blind index. */
@Entity('management_session')
@Index('ix_management_session_user', ['userId'])
export class ManagementSessionEntity {
  @PrimaryColumn({ name: 'token_index', type: 'varchar', length: 64 }) tokenIndex: string;
  @Column({ name: 'user_id', type: 'varchar', length: 36 }) userId: string;
  @Column({ name: 'last_used_at', type: 'bigint', transformer: epochMs }) lastUsedAt: number;
  /** The absolute end, however busy the session is. */
  @Column({ name: 'expires_at', type: 'bigint', transformer: epochMs }) expiresAt: number;
}
