import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { requireOwnOrg } from '../../../registry/institution/own-org.js';

type Row = typeof transactions.notifySettlement;
type Output = ShapeType<Row['output']>;

/** INT-141: a terminal shows the result of a settlement. The journal says so; no settlement changes by it. */
@Handles(transactions.notifySettlement)
export class NotifySettlementHandler implements Handler<Row> {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  async handle({ input: { orgId, outBizNo = '' }, caller, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    requireOwnOrg(orgId, caller);
    return act({ subject: `${orgId} ${outBizNo}`, facts: { orgId } }, async () => ({ receivedAt: this.clock.now() }));
  }
}
