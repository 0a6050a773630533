import { Inject } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { IDS, type Ids } from '../../../kernel/ids.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { InstitutionStore } from '../../../registry/institution/institution.store.js';
import { requireOwnOrg } from '../../../registry/institution/own-org.js';
import { InsuredRecords } from '../../cross-province-exchange/province/index.js';
import { EcTokenStore, StalePersons, type TokenHolder } from '../../qrcode/province/index.js';
import { requireSameSettlement } from '../settlement.rules.js';
import { enterBy } from './booked-entry.js';
import { BusinessTokens } from './business-tokens.js';
import type { KnownSettlement, SettledShares, SettlementOrder } from './settlement-order.js';
import { SettlementPassword } from './settlement-password.js';
import { SettlementProcess } from './settlement-process.js';
import { SETTLEMENT_SETTINGS, type SettlementSettings } from './settlement-settings.js';
import { SettlementStore } from './settlement.store.js';

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
    private readonly settlements: SettlementStore, private readonly institutions: InstitutionStore, private readonly business: BusinessTokens,
    private readonly tokens: EcTokenStore, private readonly password: SettlementPassword, private readonly process: SettlementProcess,
    private readonly records: InsuredRecords, private readonly stale: StalePersons,
    @Inject(IDS) private readonly ids: Ids, @Inject(SETTLEMENT_SETTINGS) private readonly settings: SettlementSettings,
  ) {}

  async handle(call: Call<Input, Output>): Promise<Output> {
    const { input, caller } = call;
    call.note({ businessType: input.businessType });
    requireOwnOrg(input.orgId, caller);
    this.password.requireCovered(call);
    const known = await this.find(input);
    try {
      return await (known === undefined || known.state === 'refused' ? this.begin(call, known?.order.settlementNo) : this.goOn(call, known));
    } catch (error) {
      // A repeat that came at the same time may have been answered meanwhile: it has used the token up, and its receipt is the answer to this one too.
      const receipt = (await this.find(input))?.receipt;
      if (receipt === undefined) throw error;
      return receipt;
    }
  }

  private async find(input: Input): Promise<KnownSettlement | undefined> {
    const known = await this.settlements.findBySerialNo('business', input.orgId, input.institutionSerialNo);
    if (known !== undefined) requireSameSettlement(known, input);
    return known;
  }

  private async goOn(call: Call<Input, Output>, { order, receipt }: KnownSettlement): Promise<Output> {
    return receipt ?? this.complete(call, order, await this.process.askAgain(order, call.at));
  }

  private async begin(call: Call<Input, Output>, refusedBefore: string | undefined): Promise<Output> {
    const order = await this.orderOf(call, refusedBefore ?? this.ids.id());
    const deed = { subject: order.settlementNo, facts: { orgId: order.orgId } };
    const meanwhile = await call.step(deed, () => this.write(order, call));
    return meanwhile === undefined ? this.complete(call, order, await this.process.ask(order)) : this.goOn(call, meanwhile);
  }

  /** Checks token and password (6.4.2.2 c, 4.2). */
  private async orderOf(call: Call<Input, Output>, settlementNo: string): Promise<SettlementOrder> {
    const { input, at } = call;
    const holder = await this.business.require(input, at);
    const { kind } = await this.institutions.require(input.orgId);
    await this.requireCurrent(call, holder);
    await this.password.require(call, holder);
    const { orgId, institutionSerialNo, businessType, ecToken, totalFen } = input;
    return {
      ...holder, settlementNo, role: 'business', orgId, institutionKind: kind, businessProvince: this.settings.province, institutionSerialNo, businessType,
      ecToken, totalFen,
    };
  }

  /** 6.3.2.2 c: a token that is older than a change of the person's data in this province is void, and so is the code of its display. Else `500023`. */
  private async requireCurrent({ step }: Call<Input, Output>, holder: TokenHolder): Promise<void> {
    const updated = await this.records.outdating({ ...holder, ...holder.identity, insuOrg: holder.poolingArea });
    if (updated !== undefined) throw await step({ subject: holder.credentialNumber }, () => this.stale.refresh(updated));
  }

  /** Writes the order and takes hold of the token, in the open unit of work; gives the settlement when a repeat has written it meanwhile. */
  private async write(order: SettlementOrder, { input, at }: Call<Input, Output>): Promise<KnownSettlement | undefined> {
    const meanwhile = await this.find(input);
    if (meanwhile !== undefined && meanwhile.state !== 'refused') return meanwhile;
    await this.tokens.hold(order.ecToken, order.settlementNo, at);
    await this.settlements.request(order, at);
    return undefined;
  }

  private complete(call: Call<Input, Output>, order: SettlementOrder, shares: SettledShares): Promise<Output> {
    return enterBy(call, 'settled', order, () => this.process.complete(order, shares));
  }
}
