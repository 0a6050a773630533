import { Column, Entity, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../kernel/persistence/data-source-options.js';

/** The identity behind a credential that was superseded (4.4): the history of a person, or of a unit. Sealed. */
@Entity('former_identity')
export class FormerIdentityEntity {
  @PrimaryColumn({ name: 'credential_number', type: 'varchar', length: 64 }) credentialNumber: string;
  @PrimaryColumn({ name: 'superseded_at', type: 'bigint', transformer: epochMs }) supersededAt: number;
  @Column({ name: 'subject_id', type: 'varchar', length: 36 }) subjectId: string;
  /** Sealed JSON of the identity. */
  @Column({ type: 'text' }) identity: string;
}
