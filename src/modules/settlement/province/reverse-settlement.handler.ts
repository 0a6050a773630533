import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { refuseField } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { requireOwnOrg } from '../../../registry/institution/own-org.js';
import { ReversalDesk } from './reversal-desk.js';
import { SettlementStore } from './settlement.store.js';

type Row = typeof transactions.reverseSettlement;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/** 结算撤销: an institution takes back a whole settlement of its own, also one that another province has settled. */
@Handles(transactions.reverseSettlement)
export class ReverseSettlementHandler implements Handler<Row> {
  constructor(private readonly settlements: SettlementStore, private readonly desk: ReversalDesk) {}

  async handle(call: Call<Input, Output>): Promise<Output> {
    const { settlementNo, orgId } = call.input;
    requireOwnOrg(orgId, call.caller);
    const known = await this.settlements.find(settlementNo);
    if (known?.order.role !== 'business' || known.order.orgId !== orgId) throw refuseField('data.settlementNo', 'names no settlement of yours');
    return this.desk.reverse(call, known);
  }
}
