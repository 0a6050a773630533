import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../kernel/persistence/data-source-options.js';

/** 手机号 that a person has proven to hold; it stays the person's when name or document change. Sealed, found by its blind index. */
@Entity('person_mobile')
@Index('ix_person_mobile_index', ['mobileIndex'])
export class PersonMobileEntity {
  @PrimaryColumn({ name: 'person_id', type: 'varchar', length: 36 }) personId: string;
  @Column({ name: 'mobile_index', type: 'varchar', length: 64 }) mobileIndex: string;
  /** Sealed. */
  @Column({ type: 'text' }) mobile: string;
  @Column({ name: 'bound_at', type: 'bigint', transformer: epochMs }) boundAt: number;
}
