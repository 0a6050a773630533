import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { integer } from '../../../kernel/persistence/data-source-options.js';

/** 基础信息: a person as the files of the province name them (notice 二(二)). Beside the replica of what national said, and never mixed with it (INT-155). */
@Entity('base_person')
@Index('uq_base_person_key', ['personKey'], { unique: true })
export class BasePersonEntity {
  /** Counts up: what hangs on it is written side by side, not all over the file as it would be by the key. */
  @PrimaryColumn({ name: 'person_no', type: 'bigint', transformer: integer }) personNo: number;
  /** Blind index over id type and number. */
  @Column({ name: 'person_key', type: 'varchar', length: 64 }) personKey: string;
  @Column({ name: 'id_type', type: 'varchar', length: 2 }) idType: string;
  /** Number and name, sealed. */
  @Column({ type: 'text' }) identity: string;
  /** As national answered it; null before. */
  @Column({ name: 'credential_number', type: 'varchar', length: 64, nullable: true }) credentialNumber: string | null;
}
