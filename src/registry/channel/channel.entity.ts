import { Column, Entity, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../kernel/persistence/data-source-options.js';
import type { ChannelKind, Standing } from '../../protocol/transactions/application-record.js';

/** 应用渠道 (2.6, 4.3): official, or built by another party and approved by the national bureau. */
@Entity('channel')
export class ChannelEntity {
  @PrimaryColumn({ name: 'channel_number', type: 'varchar', length: 32 }) channelNumber: string;
  @Column({ type: 'varchar', length: 100 }) name: string;
  @Column({ type: 'varchar', length: 12 }) kind: ChannelKind;
  @Column({ type: 'varchar', length: 10 }) standing: Standing;
  /** When the national authorization ends; null where it has no end. */
  @Column({ name: 'authorized_until', type: 'bigint', nullable: true, transformer: epochMs }) authorizedUntil: number | null;
  @Column({ name: 'changed_at', type: 'bigint', transformer: epochMs }) changedAt: number;
}
