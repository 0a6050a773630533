import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs } from '../persistence/data-source-options.js';

/** One data key, wrapped under the master key, which is never in the database. Table: `dataKeyTable()` in `../persistence/kernel-tables.ts`. */
@Entity('data_key')
@Index('uq_data_key_purpose', ['purpose'], { unique: true })
export class DataKeyEntity {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id: string;

  /** Use and generation, such as `seal-1`. Unique, so that two starting processes cannot both create it. */
  @Column({ type: 'varchar', length: 40 })
  purpose: string;

  /** The 32 key bytes in a sealed box, Base64. */
  @Column({ type: 'text' })
  wrapped: string;

  /** Epoch ms. */
  @Column({ name: 'created_at', type: 'bigint', transformer: epochMs })
  createdAt: number;
}
