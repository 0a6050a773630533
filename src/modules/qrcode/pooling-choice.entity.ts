import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The pooling area a person last chose in a channel (6.2.2.2 c 2, INT-29). */
@Entity('pooling_choice')
export class PoolingChoiceEntity {
  @PrimaryColumn({ name: 'credential_number', type: 'varchar', length: 64 }) credentialNumber: string;
  @PrimaryColumn({ name: 'channel_number', type: 'varchar', length: 32 }) channelNumber: string;
  @Column({ name: 'pooling_area', type: 'varchar', length: 6 }) poolingArea: string;
}
