import { Column, Entity, PrimaryColumn } from 'typeorm';
import { integer } from '../../../../kernel/persistence/data-source-options.js';

/** The last serial of the filing numbers of one province and year (INT-92). */
@Entity('filing_number_serial')
export class FilingNumberSerialEntity {
  @PrimaryColumn({ type: 'varchar', length: 2 }) province: string;
  @PrimaryColumn({ type: 'integer' }) year: number;
  @Column({ type: 'bigint', transformer: integer }) last: number;
}
