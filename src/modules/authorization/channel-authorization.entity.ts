import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../kernel/persistence/data-source-options.js';
import type { AuthorizationState } from '../../protocol/transactions/authorization-record.js';

/**
 * 个人渠道授权 (6.1.3.3 d, 6.1.4): one person's authorization of one channel. The code is sealed and found by its blind index. Revoked ones stay; of the
 * others there is one for each person and channel.
 */
@Entity('channel_authorization')
@Index('uq_channel_authorization_live', ['channelNumber', 'credentialNumber'], { unique: true, where: `"state" <> 'revoked'` })
@Index('ix_channel_authorization_credential', ['credentialNumber'])
export class ChannelAuthorizationEntity {
  @PrimaryColumn({ name: 'code_index', type: 'varchar', length: 64 }) codeIndex: string;
  /** Sealed. */
  @Column({ type: 'text' }) code: string;
  @Column({ name: 'channel_number', type: 'varchar', length: 32 }) channelNumber: string;
  @Column({ name: 'credential_number', type: 'varchar', length: 64 }) credentialNumber: string;
  @Column({ type: 'varchar', length: 10 }) state: AuthorizationState;
  @Column({ name: 'changed_at', type: 'bigint', transformer: epochMs }) changedAt: number;
}
