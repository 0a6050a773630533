import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../kernel/persistence/data-source-options.js';

/** How long one synchronised message took: from the act that caused it to its effect at the receiver. */
@Entity('sync_lag')
@Index('ix_sync_lag_effective', ['effectiveAt'])
export class SyncLagEntity {
  @PrimaryColumn({ name: 'message_id', type: 'varchar', length: 36 }) messageId: string;
  @Column({ type: 'varchar', length: 40 }) destination: string;
  @Column({ name: 'trans_type', type: 'varchar', length: 40 }) transType: string;
  /** By our clock. */
  @Column({ name: 'caused_at', type: 'bigint', transformer: epochMs }) causedAt: number;
  /** By the receiver's clock, from its receipt. */
  @Column({ name: 'effective_at', type: 'bigint', transformer: epochMs }) effectiveAt: number;
}
