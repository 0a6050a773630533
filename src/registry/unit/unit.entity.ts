import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { UnitKind } from '../../protocol/transactions/unit-fields.js';

/** 单位 (notice 一): an employer or an institution. Code and name of a unit are public (GB 32100), nothing of them is sealed. */
@Entity('unit')
@Index('uq_unit_credit_code', ['creditCode'], { unique: true })
export class UnitEntity {
  @PrimaryColumn({ name: 'unit_id', type: 'varchar', length: 36 }) unitId: string;
  @Column({ name: 'credit_code', type: 'varchar', length: 18 }) creditCode: string;
  @Column({ name: 'unit_name', type: 'varchar', length: 100 }) unitName: string;
  @Column({ name: 'unit_kind', type: 'varchar', length: 12 }) unitKind: UnitKind;
  /** JSON list: the pooling areas it is registered in, with the insurance type there. */
  @Column({ name: 'insured_places', type: 'text' }) insuredPlaces: string;
}
