import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The bytes of an agreement, in a table of their own so that lists do not read them. */
@Entity('agreement_document')
export class AgreementDocumentEntity {
  @PrimaryColumn({ name: 'agreement_id', type: 'varchar', length: 36 }) agreementId: string;
  /** Sealed Base64. */
  @Column({ type: 'text' }) content: string;
}
