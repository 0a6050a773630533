import { Column, Entity, PrimaryColumn } from 'typeorm';
import { integer } from '../../kernel/persistence/data-source-options.js';

/** What a person has used up of deductible and ceiling in one year, by insurance type. */
@Entity('benefit_use')
export class BenefitUseEntity {
  /** Blind index of the person's document. */
  @PrimaryColumn({ name: 'person_index', type: 'varchar', length: 64 }) personIndex: string;
  @PrimaryColumn({ name: 'insurance_type', type: 'varchar', length: 3 }) insuranceType: string;
  @PrimaryColumn({ name: 'benefit_year', type: 'varchar', length: 4 }) benefitYear: string;
  @Column({ name: 'deductible_used_fen', type: 'bigint', transformer: integer }) deductibleUsedFen: number;
  @Column({ name: 'fund_paid_fen', type: 'bigint', transformer: integer }) fundPaidFen: number;
}
