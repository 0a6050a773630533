import { Column, Entity, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../kernel/persistence/data-source-options.js';

/** 展码 (INT-08): one display of a code in a channel, refreshed under its display id. */
@Entity('qr_display')
export class DisplayEntity {
  @PrimaryColumn({ name: 'display_index', type: 'varchar', length: 64 }) displayIndex: string;
  @Column({ name: 'credential_number', type: 'varchar', length: 64 }) credentialNumber: string;
  /** Who shows the code of a unit; null where persons show their own. */
  @Column({ name: 'actor_number', type: 'varchar', length: 64, nullable: true }) actorNumber: string | null;
  @Column({ name: 'channel_number', type: 'varchar', length: 32 }) channelNumber: string;
  @Column({ name: 'expires_at', type: 'bigint', transformer: epochMs }) expiresAt: number;
  /** INT-73: when the person proved the password in this display; its refreshes need not ask again. */
  @Column({ name: 'password_at', type: 'bigint', nullable: true, transformer: epochMs }) passwordAt: number | null;
}
