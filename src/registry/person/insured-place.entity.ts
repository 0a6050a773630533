import { Column, Entity, PrimaryColumn } from 'typeorm';

/** 参保地: one pooling area a person is insured in. */
@Entity('insured_place')
export class InsuredPlaceEntity {
  @PrimaryColumn({ name: 'person_id', type: 'varchar', length: 36 }) personId: string;
  @PrimaryColumn({ name: 'pooling_area', type: 'varchar', length: 6 }) poolingArea: string;
  @Column({ name: 'insurance_type', type: 'varchar', length: 3 }) insuranceType: string;
}
