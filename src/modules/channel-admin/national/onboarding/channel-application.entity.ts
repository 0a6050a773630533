import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../../../kernel/persistence/data-source-options.js';
import type { ApplicationState } from '../../application-state.rules.js';

/** 入网申请表 (D.2): one form of one applying department. */
@Entity('channel_application')
@Index('ix_channel_application_division', ['division'])
export class ChannelApplicationEntity {
  @PrimaryColumn({ name: 'application_id', type: 'varchar', length: 36 }) applicationId: string;
  /** Of the applying department. */
  @Column({ type: 'varchar', length: 6 }) division: string;
  @Column({ type: 'varchar', length: 10 }) state: ApplicationState;
  /** Sealed JSON: names and telephone numbers of persons stand in it. */
  @Column({ type: 'text' }) form: string;
  @Column({ name: 'changed_at', type: 'bigint', transformer: epochMs }) changedAt: number;
}
