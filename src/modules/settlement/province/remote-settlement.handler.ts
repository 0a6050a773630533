import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { InsuredRecords } from '../../cross-province-exchange/province/index.js';
import { requireSameSettlement } from '../settlement.rules.js';
import type { SettlementOrder } from './settlement-order.js';
import { SettlementProcess } from './settlement-process.js';
import { SettlementStore } from './settlement.store.js';

type Row = typeof transactions.remoteSettlement;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/** 6.5.1: the insured place settles what a hospital or pharmacy in another province asks for, or tells what it knows where the data differ (6.3.2.2 c). */
@Handles(transactions.remoteSettlement)
export class RemoteSettlementHandler implements Handler<Row> {
  constructor(private readonly settlements: SettlementStore, private readonly records: InsuredRecords, private readonly process: SettlementProcess) {}

  async handle(call: Call<Input, Output>): Promise<Output> {
    const { input, at } = call;
    const known = await this.settlements.find(input.settlementNo);
    if (known !== undefined) requireSameSettlement(known, input);
    if (known?.receipt !== undefined) return { receipt: known.receipt };
    const goesOn = known?.state === 'requested';
    const updated = goesOn ? undefined : await this.records.disagreeing(input);
    if (updated !== undefined) return { updated };
    const { order, first } = goesOn ? { order: known.order, first: false } : await this.request(call);
    const shares = await (first ? this.process.ask(order) : this.process.askAgain(order, at));
    return call.act({ subject: order.settlementNo, facts: { totalFen: order.totalFen } }, async () => {
      const { receipt } = await this.process.complete(order, shares);
      return { receipt };
    });
  }

  /** Writes the order down; not the first when the same request has written it meanwhile. */
  private async request({ input, at, step }: Call<Input, Output>): Promise<{ order: SettlementOrder; first: boolean }> {
    const { insuOrg, idType, idNo, userName, ...asked } = input;
    const order: SettlementOrder = { ...asked, identity: { idType, idNo, userName }, poolingArea: insuOrg, role: 'insured' };
    const deed = { subject: order.settlementNo, facts: { businessProvince: order.businessProvince } };
    return { order, first: await step(deed, () => this.settlements.request(order, at)) };
  }
}
