import { Column, Entity, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../kernel/persistence/data-source-options.js';

/** The identity behind a credential that was superseded by a change of name, id type or id number (4.4): a person's history. Sealed. */
@Entity('former_identity')
export class FormerIdentityEntity {
  @PrimaryColumn({ name: 'credential_number', type: 'varchar', length: 64 }) credentialNumber: string;
  @PrimaryColumn({ name: 'superseded_at', type: 'bigint', transformer: epochMs }) supersededAt: number;
  @Column({ name: 'person_id', type: 'varchar', length: 36 }) personId: string;
  /** Sealed JSON of the identity. */
  @Column({ type: 'text' }) identity: string;
}
