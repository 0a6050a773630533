import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { refuseField } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { ReversalDesk } from './reversal-desk.js';
import { SettlementStore } from './settlement.store.js';

type Row = typeof transactions.remoteReversal;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/** 6.5: the insured place takes back what it has settled for an institution of another province. */
@Handles(transactions.remoteReversal)
export class RemoteReversalHandler implements Handler<Row> {
  constructor(private readonly settlements: SettlementStore, private readonly desk: ReversalDesk) {}

  async handle(call: Call<Input, Output>): Promise<Output> {
    const { settlementNo, orgId, businessProvince } = call.input;
    const known = await this.settlements.find(settlementNo);
    const theirs = known?.order.role === 'insured' && known.order.orgId === orgId && known.order.businessProvince === businessProvince;
    if (known === undefined || !theirs) throw refuseField('data.settlementNo', 'names no settlement of this institution');
    return this.desk.reverse(call, known);
  }
}
