import { Column, Entity, PrimaryColumn } from 'typeorm';
import { epochMs, integer } from '../persistence/data-source-options.js';

/** One line of the hash-chained journal. Table: `journalTable()` in `../persistence/kernel-tables.ts`. */
@Entity('journal_entry')
export class JournalEntryEntity {
  /** From 1, without gaps, assigned inside the unit of work. */
  @PrimaryColumn({ type: 'bigint', transformer: integer })
  sequence: number;

  /** Epoch ms. */
  @Column({ type: 'bigint', transformer: epochMs })
  at: number;

  /** Who did it. */
  @Column({ type: 'varchar', length: 128 })
  actor: string;

  /** What was done, a fixed word of the program. */
  @Column({ type: 'varchar', length: 40 })
  act: string;

  /** What it was done to: an identifier, never personal data. */
  @Column({ type: 'varchar', length: 128, nullable: true })
  subject: string | null;

  @Column({ type: 'varchar', length: 40 })
  outcome: string;

  /** JSON. */
  @Column({ type: 'text' })
  detail: string;

  /** The hash of the entry before; of the first one `genesisHash`. */
  @Column({ name: 'previous_hash', type: 'varchar', length: 64 })
  previousHash: string;

  /** `entryHash()` of `journal-chain.ts`. */
  @Column({ type: 'varchar', length: 64 })
  hash: string;
}
