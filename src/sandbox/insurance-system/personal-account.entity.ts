import { Column, Entity, PrimaryColumn } from 'typeorm';
import { integer } from '../../kernel/persistence/data-source-options.js';

/** 个人账户: what is left in it. It is carried over from year to year. */
@Entity('personal_account')
export class PersonalAccountEntity {
  /** Blind index of the person's document. */
  @PrimaryColumn({ name: 'person_index', type: 'varchar', length: 64 }) personIndex: string;
  @PrimaryColumn({ name: 'insurance_type', type: 'varchar', length: 3 }) insuranceType: string;
  @Column({ name: 'balance_fen', type: 'bigint', transformer: integer }) balanceFen: number;
}
