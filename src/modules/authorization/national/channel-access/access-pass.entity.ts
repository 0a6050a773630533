import { Column, Entity, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../../../kernel/persistence/data-source-options.js';

export type PassKind = 'access-token' | 'api-ticket' | 'code';

/** An AccessToken, an ApiTicket or a one-time code of a channel: kept as its blind index, what a code stands for sealed beside it. */
@Entity('access_pass')
export class AccessPassEntity {
  @PrimaryColumn({ name: 'pass_index', type: 'varchar', length: 64 }) passIndex: string;
  @Column({ type: 'varchar', length: 12 }) kind: PassKind;
  @Column({ name: 'channel_number', type: 'varchar', length: 32 }) channelNumber: string;
  /** Sealed channel authorization code; null but for a code. */
  @Column({ name: 'stands_for', type: 'text', nullable: true }) standsFor: string | null;
  @Column({ name: 'expires_at', type: 'bigint', transformer: epochMs }) expiresAt: number;
  @Column({ name: 'consumed_at', type: 'bigint', nullable: true, transformer: epochMs }) consumedAt: number | null;
}
