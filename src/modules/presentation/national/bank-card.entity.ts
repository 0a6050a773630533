import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../../kernel/persistence/data-source-options.js';

/** 金融卡 that a person has bound; it stays the person's when name or document change. Sealed, found by its blind index: one card, one person. */
@Entity('bank_card')
@Index('ix_bank_card_person', ['personId'])
export class BankCardEntity {
  @PrimaryColumn({ name: 'card_index', type: 'varchar', length: 64 }) cardIndex: string;
  @Column({ name: 'person_id', type: 'varchar', length: 36 }) personId: string;
  /** Sealed. */
  @Column({ name: 'card_no', type: 'text' }) cardNo: string;
  @Column({ name: 'bound_at', type: 'bigint', transformer: epochMs }) boundAt: number;
}
