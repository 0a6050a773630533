import { Inject } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { IDS, type Ids } from '../../../kernel/ids.js';
import { refuse } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { requireOwnOrg } from '../../../registry/institution/own-org.js';
import { EcTokenStore, type TokenHolder } from '../../qrcode/province/index.js';
import { requireSameSettlement } from '../settlement.rules.js';
import { SettlementProcess } from './settlement-process.js';
import { SettlementStore, type SettlementOrder } from './settlement.store.js';

type Row = typeof transactions.settle;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/**
 * 6.4.2.2 b–c, 6.5.2.2 b–c: an institution asks to settle. The order and the hold on the token are written first; then the insured place settles;
 * then the receipt is entered and the token is used up. The institution's serial number makes a repeat go on where the first attempt stopped.
 */
@Handles(transactions.settle)
export class SettleHandler implements Handler<Row> {
  constructor(
    private readonly settlements: SettlementStore, private readonly tokens: EcTokenStore, private readonly process: SettlementProcess,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async handle(call: Call<Input, Output>): Promise<Output> {
    const { input, caller } = call;
    requireOwnOrg(input.orgId, caller);
    const known = await this.settlements.findBySerialNo('business', input.orgId, input.institutionSerialNo);
    if (known !== undefined) requireSameSettlement(known.order, input);
    if (known?.receipt !== undefined) return known.receipt;
    const order = known?.state === 'requested' ? known.order : await this.request(call, known?.order.settlementNo);
    const shares = await this.process.ask(order);
    return call.act({ subject: order.settlementNo, facts: { totalFen: order.totalFen } }, () => this.process.complete(order, shares));
  }

  /** Checks the token (6.4.2.2 c), then writes the order and takes hold of the token in one unit of work. */
  private async request({ input, at, step }: Call<Input, Output>, refusedBefore: string | undefined): Promise<SettlementOrder> {
    const holder = await this.tokens.require(input.ecToken, at);
    requireBound(holder, input);
    const { orgId, institutionSerialNo, businessType, ecToken, totalFen } = input;
    const order = { ...holder, settlementNo: refusedBefore ?? this.ids.id(), role: 'business' as const, orgId, institutionSerialNo, businessType, ecToken, totalFen };
    return step({ subject: order.settlementNo, facts: { orgId } }, async () => {
      await this.tokens.hold(ecToken, order.settlementNo, at);
      await this.settlements.request(order, at);
      return order;
    });
  }
}

/** 4.11: a token serves the institution and the business it was issued for. Else `501001`. */
function requireBound(holder: TokenHolder, { orgId, businessType }: Input): void {
  if (holder.orgId !== orgId) throw refuse('tokenInvalid', { diagnosis: 'the token was issued to another institution' });
  if (holder.businessType !== businessType) throw refuse('tokenInvalid', { diagnosis: `the token was issued for business type ${holder.businessType}` });
}
