import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { BenefitUseEntity } from './benefit-use.entity.js';
import { benefitOf, type Accumulators } from './insurance.rules.js';
import { PersonalAccountEntity } from './personal-account.entity.js';

/** Whose accumulators, for which insurance and year. */
export interface AccumulatorKey {
  readonly personIndex: string;
  readonly insuranceType: string;
  readonly benefitYear: string;
}

/** What persons have used up. */
@Injectable()
export class AccumulatorStore {
  constructor(private readonly work: UnitOfWork) {}

  /** A person who was never seen has used nothing and has the opening balance. */
  async read({ personIndex, insuranceType, benefitYear }: AccumulatorKey): Promise<Accumulators> {
    const use = await this.work.reader().getRepository(BenefitUseEntity).findOneBy({ personIndex, insuranceType, benefitYear });
    const account = await this.work.reader().getRepository(PersonalAccountEntity).findOneBy({ personIndex, insuranceType });
    return {
      deductibleUsedFen: use?.deductibleUsedFen ?? 0, fundPaidFen: use?.fundPaidFen ?? 0,
      accountBalanceFen: account?.balanceFen ?? benefitOf(insuranceType).openingBalanceFen,
    };
  }

  /** In the open unit of work, in which they were read. */
  async write({ personIndex, insuranceType, benefitYear }: AccumulatorKey, used: Accumulators): Promise<void> {
    const { deductibleUsedFen, fundPaidFen, accountBalanceFen } = used;
    await this.work.writer().getRepository(BenefitUseEntity).save({ personIndex, insuranceType, benefitYear, deductibleUsedFen, fundPaidFen });
    await this.work.writer().getRepository(PersonalAccountEntity).save({ personIndex, insuranceType, balanceFen: accountBalanceFen });
  }
}
