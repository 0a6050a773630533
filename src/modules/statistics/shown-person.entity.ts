import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many codes of one person a channel has shown on one day. The person stands under the journal's blind index of the credential number. */
@Entity('shown_person')
export class ShownPersonEntity {
  @PrimaryColumn({ type: 'varchar', length: 10 }) day: string;
  @PrimaryColumn({ name: 'channel_number', type: 'varchar', length: 32 }) channelNumber: string;
  @PrimaryColumn({ type: 'varchar', length: 128 }) person: string;
  @Column({ type: 'integer' }) codes: number;
}
