import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** 参保人: a natural person with base information (2.4). Identity and name are sealed; the identity is found by its blind index. */
@Entity('insured_person')
@Index('uq_insured_person_identity', ['identityIndex'], { unique: true })
export class InsuredPersonEntity {
  @PrimaryColumn({ name: 'person_id', type: 'varchar', length: 36 }) personId: string;
  /** Blind index over id type and number. */
  @Column({ name: 'identity_index', type: 'varchar', length: 64 }) identityIndex: string;
  @Column({ name: 'id_type', type: 'varchar', length: 2 }) idType: string;
  /** Sealed. */
  @Column({ name: 'id_no', type: 'text' }) idNo: string;
  /** Sealed. */
  @Column({ name: 'user_name', type: 'text' }) userName: string;
}
