import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs, integer } from '../../kernel/persistence/data-source-options.js';

/** What the simulated local core business system has booked (6.3). */
@Entity('booked_business')
@Index('uq_booked_business_sequence', ['sequence'], { unique: true })
export class BookedBusinessEntity {
  @PrimaryColumn({ name: 'handling_no', type: 'varchar', length: 32 }) handlingNo: string;
  @Column({ type: 'bigint', transformer: integer }) sequence: number;
  @Column({ name: 'business_type', type: 'varchar', length: 5 }) businessType: string;
  @Column({ name: 'receipt_no', type: 'varchar', length: 40 }) receiptNo: string;
  @Column({ name: 'handled_at', type: 'bigint', transformer: epochMs }) handledAt: number;
}
