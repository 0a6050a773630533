import { Column, Entity, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../kernel/persistence/data-source-options.js';

/** What a province has told national about a person's places in it, until national has answered. Province tier only. */
@Entity('unanswered_places')
export class UnansweredPlacesEntity {
  @PrimaryColumn({ name: 'credential_number', type: 'varchar', length: 64 }) credentialNumber: string;
  @Column({ type: 'varchar', length: 2 }) province: string;
  /** JSON list. */
  @Column({ type: 'text' }) places: string;
  @Column({ name: 'changed_at', type: 'bigint', transformer: epochMs }) changedAt: number;
}
