import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many requests of a channel with a daily quota this tier has admitted, by day of China. */
@Entity('channel_usage')
export class ChannelUsageEntity {
  @PrimaryColumn({ name: 'channel_number', type: 'varchar', length: 32 }) channelNumber: string;
  /** yyyy-MM-dd. */
  @PrimaryColumn({ type: 'varchar', length: 10 }) day: string;
  @Column({ type: 'integer' }) admitted: number;
}
