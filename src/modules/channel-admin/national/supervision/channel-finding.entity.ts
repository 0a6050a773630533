import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../../../kernel/persistence/data-source-options.js';
import type { SupervisionRule } from '../../channel-supervision.rules.js';

/** What may be done about a finding. Each closes it. */
export const findingActions = ['note', 'warning', 'limit', 'suspension'] as const;
export type FindingAction = (typeof findingActions)[number];

/** 渠道监管 (5.2.1): something unusual about one day of a channel, once for each rule, and what was done about it. */
@Entity('channel_finding')
@Index('uq_channel_finding', ['channelNumber', 'rule', 'day'], { unique: true })
export class ChannelFindingEntity {
  /** Later findings sort after earlier ones. */
  @PrimaryColumn({ name: 'finding_id', type: 'varchar', length: 36 }) findingId: string;
  @Column({ name: 'channel_number', type: 'varchar', length: 32 }) channelNumber: string;
  @Column({ type: 'varchar', length: 20 }) rule: SupervisionRule;
  /** yyyy-MM-dd in China. */
  @Column({ type: 'varchar', length: 10 }) day: string;
  /** JSON: the numbers the rule rests on, as they were when it spoke. */
  @Column({ type: 'text' }) measured: string;
  @Column({ name: 'found_at', type: 'bigint', transformer: epochMs }) foundAt: number;
  /** Null while it is open. */
  @Column({ type: 'varchar', length: 12, nullable: true }) action: FindingAction | null;
  @Column({ type: 'varchar', length: 200, nullable: true }) reason: string | null;
  @Column({ name: 'closed_by', type: 'varchar', length: 40, nullable: true }) closedBy: string | null;
  @Column({ name: 'closed_at', type: 'bigint', nullable: true, transformer: epochMs }) closedAt: number | null;
}
