import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { requireSameBusiness } from '../handling.rules.js';
import { BusinessHandlingStore } from './business-handling.store.js';
import type { Differing, HandlingOrder } from './handling-order.js';
import { HandlingProcess } from './handling-process.js';
import { InsuredRecords } from './insured-records.js';

type Row = typeof transactions.remoteHandling;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/** 6.3.2.2 c: the insured place handles what an institution in another province asks for, or tells what it knows where the data differ. */
@Handles(transactions.remoteHandling)
export class RemoteHandlingHandler implements Handler<Row> {
  constructor(
    private readonly handlings: BusinessHandlingStore, private readonly records: InsuredRecords, private readonly process: HandlingProcess,
  ) {}

  async handle(call: Call<Input, Output>): Promise<Output> {
    const known = await this.handlings.find(call.input.handlingNo);
    if (known !== undefined) requireSameBusiness(known.order, call.input);
    if (known?.receipt !== undefined) return { receipt: known.receipt };
    const order = known?.state === 'requested' ? known.order : await this.request(call);
    if ('updated' in order) return order;
    const outcome = await this.process.ask(order);
    if ('updated' in outcome) return outcome;
    const { handlingNo, businessProvince } = order;
    return call.act({ subject: handlingNo, facts: { businessProvince } }, async () => {
      const { receipt } = await this.process.complete(order, outcome.booked);
      return { receipt };
    });
  }

  /** The comparison and the order stand in one unit of work: what changes afterwards comes after this business. */
  private request({ input, at, step }: Call<Input, Output>): Promise<HandlingOrder | Differing> {
    return step({ subject: input.handlingNo, facts: { businessProvince: input.businessProvince } }, async () => {
      const updated = await this.records.disagreeing(input.insuredData);
      if (updated !== undefined) return { updated };
      const order: HandlingOrder = { ...input, role: 'insured', ecToken: undefined, content: input.content };
      await this.handlings.request(order, at);
      return order;
    });
  }
}
