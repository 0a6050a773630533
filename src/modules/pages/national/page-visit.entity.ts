import { Column, Entity, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../../kernel/persistence/data-source-options.js';
import type { PageKind } from '../../../protocol/transactions/link-page.js';

/** What a link to a dedicated page stands for. The link is found by the blind index of its nonce; what it carries for the channel is sealed. */
@Entity('page_visit')
export class PageVisitEntity {
  @PrimaryColumn({ name: 'link_index', type: 'varchar', length: 64 }) linkIndex: string;
  @Column({ type: 'varchar', length: 20 }) kind: PageKind;
  @Column({ name: 'channel_number', type: 'varchar', length: 32 }) channelNumber: string;
  @Column({ name: 'credential_number', type: 'varchar', length: 64 }) credentialNumber: string;
  /** Sealed JSON: return address, the channel's own mark, serial numbers of the handling. */
  @Column({ type: 'text' }) errand: string;
  /** How many forms were handed in: each form is good for one of them. */
  @Column({ name: 'forms_taken', type: 'integer' }) formsTaken: number;
  @Column({ name: 'expires_at', type: 'bigint', transformer: epochMs }) expiresAt: number;
  /** When the person had finished or declined; null before. */
  @Column({ name: 'ended_at', type: 'bigint', nullable: true, transformer: epochMs }) endedAt: number | null;
  /** Sealed address that the person was sent to at the end; null before. */
  @Column({ type: 'text', nullable: true }) outcome: string | null;
}
