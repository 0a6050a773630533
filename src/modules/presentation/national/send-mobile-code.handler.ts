import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { maskMobile, SmsCodes } from '../../authorization/national/index.js';
import { MobileHolders } from './mobile-holders.js';
import { presentPurpose } from './present-purpose.js';

type Row = typeof transactions.sendMobileCode;
type Output = ShapeType<Row['output']>;

/**
 * 4.10 手机号: sends a code to a number that is presented at a counter. For a number that nobody holds a code is drawn and entered as well, and answered in
 * the same way; only that no message leaves (INT-62).
 */
@Handles(transactions.sendMobileCode)
export class SendMobileCodeHandler implements Handler<Row> {
  constructor(private readonly holders: MobileHolders, private readonly codes: SmsCodes, @Inject(CLOCK) private readonly clock: Clock) {}

  async handle(call: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { input: { mobile, orgId }, caller, step, act } = call;
    const deed = { subject: mobile, facts: { orgId } };
    const wish = { ...presentPurpose(caller, orgId, mobile), id: call.derivedId('sms'), mobile };
    const sent = await step(deed, () => this.codes.draw(wish, this.clock.now()));
    if ((await this.holders.findAll(mobile)).length > 0) await this.codes.deliver(sent);
    return act(deed, async () => ({ sentTo: maskMobile(mobile), expiresAt: sent.expiresAt, resendAt: this.codes.resendAt(sent) }));
  }
}
