import { Column, Entity, PrimaryColumn } from 'typeorm';

/** 法定代表人 of a unit, as the register has the name and document. Sealed. National tier only: a province knows a pseudonym. */
@Entity('unit_representative')
export class UnitRepresentativeEntity {
  @PrimaryColumn({ name: 'unit_id', type: 'varchar', length: 36 }) unitId: string;
  /** Sealed JSON of the identity. */
  @Column({ type: 'text' }) identity: string;
}
