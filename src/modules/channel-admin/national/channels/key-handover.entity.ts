import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../../../kernel/persistence/data-source-options.js';

/** Whether the secrets of one application have been handed over: they are shown once. */
@Entity('key_handover')
@Index('ix_key_handover_channel', ['channelNumber'])
export class KeyHandoverEntity {
  @PrimaryColumn({ name: 'app_id', type: 'varchar', length: 32 }) appId: string;
  @Column({ name: 'channel_number', type: 'varchar', length: 32 }) channelNumber: string;
  @Column({ name: 'shown_at', type: 'bigint', nullable: true, transformer: epochMs }) shownAt: number | null;
  @Column({ name: 'shown_to', type: 'varchar', length: 40, nullable: true }) shownTo: string | null;
}
