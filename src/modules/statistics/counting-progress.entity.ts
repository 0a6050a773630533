import { Column, Entity, PrimaryColumn } from 'typeorm';
import { integer } from '../../kernel/persistence/data-source-options.js';

/** How far this tier has counted its journal: one row, written in the unit of work that writes the counts. */
@Entity('counting_progress')
export class CountingProgressEntity {
  @PrimaryColumn({ type: 'integer' }) id: number;
  /** The last entry that is counted. */
  @Column({ name: 'journal_sequence', type: 'bigint', transformer: integer }) journalSequence: number;
}
