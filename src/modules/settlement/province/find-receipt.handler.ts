import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { refuseField } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { SettlementStore } from './settlement.store.js';

type Row = typeof transactions.findReceipt;
type Output = ShapeType<Row['output']>;

/** The receipt of a settlement, for the institution that asked and for the province's own local core business system. */
@Handles(transactions.findReceipt)
export class FindReceiptHandler implements Handler<Row> {
  constructor(private readonly settlements: SettlementStore) {}

  async handle({ input, caller }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const receipt = (await this.settlements.find(input.settlementNo))?.receipt;
    const foreign = caller.kind === 'institution' && receipt?.orgId !== caller.ownerId;
    if (receipt === undefined || foreign) throw refuseField('data.settlementNo', 'names no settled settlement of yours');
    return receipt;
  }
}
