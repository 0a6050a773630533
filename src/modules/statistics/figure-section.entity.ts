import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { integer } from '../../kernel/persistence/data-source-options.js';

/** The counts of one day, channel and transaction belong together: they are reported at once, under a revision that rises with every change. */
@Entity('figure_section')
@Index('ix_figure_section_unreported', ['source', 'day'], { where: '"revision" > "reported_revision"' })
export class FigureSectionEntity {
  @PrimaryColumn({ type: 'varchar', length: 2 }) source: string;
  @PrimaryColumn({ type: 'varchar', length: 10 }) day: string;
  @PrimaryColumn({ name: 'channel_number', type: 'varchar', length: 32 }) channelNumber: string;
  @PrimaryColumn({ name: 'trans_type', type: 'varchar', length: 40 }) transType: string;
  @Column({ type: 'bigint', transformer: integer }) revision: number;
  /** The revision national was told; 0 where it was told none. At national, of a province's section, the same as its revision. */
  @Column({ name: 'reported_revision', type: 'bigint', transformer: integer }) reportedRevision: number;
}
