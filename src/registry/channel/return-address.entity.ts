import { Column, Entity, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../kernel/persistence/data-source-options.js';

/** Where a dedicated page may send a person back to a channel. The national tier has them; a province serves no page. */
@Entity('channel_return_address')
export class ReturnAddressEntity {
  @PrimaryColumn({ name: 'channel_number', type: 'varchar', length: 32 }) channelNumber: string;
  /** JSON list. */
  @Column({ type: 'text' }) addresses: string;
  @Column({ name: 'changed_at', type: 'bigint', transformer: epochMs }) changedAt: number;
}
