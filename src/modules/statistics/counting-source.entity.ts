import { Column, Entity, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../kernel/persistence/data-source-options.js';

/** Until when the counts of a tier are complete here. */
@Entity('counting_source')
export class CountingSourceEntity {
  @PrimaryColumn({ type: 'varchar', length: 2 }) source: string;
  @Column({ name: 'counted_until', type: 'bigint', transformer: epochMs }) countedUntil: number;
}
