import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { MandateRole } from '../../protocol/transactions/unit-fields.js';

/** 单位授权人员 (INT-66): a person who may act for a unit, by the number of the person's own credential. */
@Entity('unit_mandate')
@Index('ix_unit_mandate_person', ['credentialNumber'])
export class UnitMandateEntity {
  @PrimaryColumn({ name: 'unit_id', type: 'varchar', length: 36 }) unitId: string;
  @PrimaryColumn({ name: 'credential_number', type: 'varchar', length: 64 }) credentialNumber: string;
  @Column({ type: 'varchar', length: 14 }) role: MandateRole;
}
