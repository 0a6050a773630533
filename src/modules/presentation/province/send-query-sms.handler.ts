import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { NATIONAL_GATEWAY, type NationalGateway } from '../../cross-province-exchange/province/index.js';
import { LookUpLimit } from './look-up-limit.js';
import { LookUps } from './look-ups.js';
import { PresentationDesk } from './presentation-desk.js';

type Row = typeof transactions.sendQuerySms;
type Output = ShapeType<Row['output']>;

/**
 * 4.10 手机号: has national send a code to the number that is presented. The answer does not tell whether anybody holds it, so every sending counts as a
 * look-up that found nobody until its code is entered (INT-62).
 */
@Handles(transactions.sendQuerySms)
export class SendQuerySmsHandler implements Handler<Row> {
  constructor(
    private readonly desk: PresentationDesk, private readonly lookUps: LookUps, private readonly limit: LookUpLimit,
    @Inject(NATIONAL_GATEWAY) private readonly national: NationalGateway, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(call: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { mobile, orgId } = call.input;
    await this.desk.admit(call, 'mobile');
    const sent = await this.lookUps.find(call, 'mobile', () => this.national.ask(transactions.sendMobileCode, { mobile, orgId }, call.derivedId('send')));
    return call.act({ subject: mobile, facts: { orgId } }, async () => {
      await this.limit.count(orgId, 'mobile', this.clock.now());
      return sent;
    });
  }
}
