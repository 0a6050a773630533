import { Column, Entity, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../kernel/persistence/data-source-options.js';

/** Answers that stand in no line of the journal, written before they went out and taken away by the unit of work that counts them. */
@Entity('tallied_answer')
export class TalliedAnswerEntity {
  /** Later ones sort after earlier ones. */
  @PrimaryColumn({ type: 'varchar', length: 36 }) id: string;
  @Column({ type: 'bigint', transformer: epochMs }) at: number;
  @Column({ type: 'varchar', length: 80 }) actor: string;
  @Column({ name: 'trans_type', type: 'varchar', length: 40 }) transType: string;
  @Column({ name: 'return_code', type: 'integer' }) returnCode: number;
  /** JSON; nothing personal. */
  @Column({ type: 'text' }) facts: string;
  @Column({ type: 'integer' }) times: number;
}
