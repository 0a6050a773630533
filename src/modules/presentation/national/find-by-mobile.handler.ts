import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { SmsCodes } from '../../authorization/national/index.js';
import { placeAt } from '../presentation.rules.js';
import { MobileHolders } from './mobile-holders.js';
import { presentPurpose } from './present-purpose.js';
import { PresentedPersons } from './presented-persons.js';

type Row = typeof transactions.findByMobile;
type Output = ShapeType<Row['output']>;

/**
 * 4.10 手机号: who holds the number and was sent this code. A code is used up by a request that is answered with a person only: what is refused because it
 * does not say which person or which insured place is asked again with the same code.
 */
@Handles(transactions.findByMobile)
export class FindByMobileHandler implements Handler<Row> {
  constructor(
    private readonly codes: SmsCodes, private readonly holders: MobileHolders, private readonly presented: PresentedPersons,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  handle({ input, caller, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { mobile, smsCode, orgId, division, insuOrg } = input;
    return act({ subject: mobile, facts: { orgId } }, async () => {
      const refusal = await this.codes.judge(presentPurpose(caller, orgId, mobile), smsCode, this.clock.now());
      if (refusal !== undefined) return refusal;
      const credential = await this.holders.require(mobile, input);
      placeAt(credential.insuredPlaces, insuOrg, division);
      return this.presented.tell(credential, caller);
    });
  }
}
