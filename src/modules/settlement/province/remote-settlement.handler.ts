import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { refuse } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { requireSameSettlement } from '../settlement.rules.js';
import { SettlementProcess } from './settlement-process.js';
import { SettlementStore, type SettlementOrder } from './settlement.store.js';

type Row = typeof transactions.remoteSettlement;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/** 6.5.1: the insured place settles what a hospital or pharmacy in another province asks for. */
@Handles(transactions.remoteSettlement)
export class RemoteSettlementHandler implements Handler<Row> {
  constructor(
    private readonly settlements: SettlementStore, private readonly credentials: CredentialStore, private readonly process: SettlementProcess,
  ) {}

  async handle(call: Call<Input, Output>): Promise<Output> {
    const { input } = call;
    const known = await this.settlements.find(input.settlementNo);
    if (known !== undefined) requireSameSettlement(known.order, input);
    if (known?.receipt !== undefined) return known.receipt;
    const order = known?.state === 'requested' ? known.order : await this.request(call);
    const shares = await this.process.ask(order);
    return call.act({ subject: order.settlementNo, facts: { totalFen: order.totalFen } }, () => this.process.complete(order, shares));
  }

  private async request({ input, at, step }: Call<Input, Output>): Promise<SettlementOrder> {
    const { settlementNo, orgId, institutionSerialNo, businessType, ecToken, totalFen, credentialNumber, insuOrg } = input;
    const person = await this.credentials.find(credentialNumber);
    if (person?.state !== 'activated') throw refuse('credentialNotFound', { diagnosis: 'the insured place knows no such active credential' });
    const place = person.insuredPlaces.find((each) => each.poolingArea === insuOrg);
    if (place === undefined) throw refuse('cacheExpired', { diagnosis: 'the person is not insured in that pooling area (any more)' });
    const { idType, idNo, userName } = person;
    const order: SettlementOrder = {
      ...place, settlementNo, role: 'insured', orgId, institutionSerialNo, businessType, ecToken, totalFen, credentialNumber,
      identity: { idType, idNo, userName },
    };
    return step({ subject: settlementNo, facts: { businessProvince: input.businessProvince } }, async () => {
      await this.settlements.request(order, at);
      return order;
    });
  }
}
