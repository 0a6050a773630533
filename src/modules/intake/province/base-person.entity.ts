import { Column, Entity, PrimaryColumn } from 'typeorm';

/** 基础信息: a person as the files of the province name them (notice 二(二)). Beside the replica of what national said, and never mixed with it (INT-155). */
@Entity('base_person')
export class BasePersonEntity {
  /** Blind index over id type and number. */
  @PrimaryColumn({ name: 'person_key', type: 'varchar', length: 64 }) personKey: string;
  @Column({ name: 'id_type', type: 'varchar', length: 2 }) idType: string;
  /** Number and name, sealed. */
  @Column({ type: 'text' }) identity: string;
  /** As national answered it; null before. */
  @Column({ name: 'credential_number', type: 'varchar', length: 64, nullable: true }) credentialNumber: string | null;
}
