import { Column, Entity, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../kernel/persistence/data-source-options.js';

/** 渠道权限控制 (5.2.2, 5.2.3): from where, for what and how often a channel may call. A channel without a row has no limits of its own. */
@Entity('channel_policy')
export class ChannelPolicyEntity {
  @PrimaryColumn({ name: 'channel_number', type: 'varchar', length: 32 }) channelNumber: string;
  /** JSON list of addresses and subnets; empty: from everywhere. */
  @Column({ name: 'allowed_addresses', type: 'text' }) allowedAddresses: string;
  /** JSON list of transTypes; empty: all that the catalogue opens to channels. */
  @Column({ name: 'allowed_trans_types', type: 'text' }) allowedTransTypes: string;
  /** 0: no limit. */
  @Column({ name: 'requests_per_minute', type: 'integer' }) requestsPerMinute: number;
  /** 0: no limit. */
  @Column({ name: 'requests_per_day', type: 'integer' }) requestsPerDay: number;
  @Column({ name: 'changed_at', type: 'bigint', transformer: epochMs }) changedAt: number;
}
