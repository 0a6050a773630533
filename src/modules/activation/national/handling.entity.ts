import { Column, Entity, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../../kernel/persistence/data-source-options.js';
import type { HandlingStep } from '../handling.rules.js';

/** 经办流水: one activation under way. Serial numbers are kept as blind indexes only. */
@Entity('handling')
export class HandlingEntity {
  @PrimaryColumn({ name: 'serial_index', type: 'varchar', length: 64 }) serialIndex: string;
  @Column({ name: 'channel_number', type: 'varchar', length: 32 }) channelNumber: string;
  @Column({ name: 'credential_number', type: 'varchar', length: 64 }) credentialNumber: string;
  @Column({ name: 'business_place', type: 'varchar', length: 6 }) businessPlace: string;
  @Column({ type: 'varchar', length: 12 }) step: HandlingStep;
  @Column({ name: 'real_person_index', type: 'varchar', length: 64, nullable: true }) realPersonIndex: string | null;
  @Column({ name: 'expires_at', type: 'bigint', transformer: epochMs }) expiresAt: number;
}
