import { Inject } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { IDS, type Ids } from '../../../kernel/ids.js';
import { refuse, Refusal } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { requireOwnOrg } from '../../../registry/institution/own-org.js';
import { BusinessHandlingStore, handledBy, requireSameBusiness, type HandlingOrder } from '../../cross-province-exchange/province/index.js';
import { EcTokenStore, type TokenHolder } from './ec-token.store.js';
import { HandlingDesk } from './handling-desk.js';
import { QR_CODE_SETTINGS, type QrCodeSettings } from './qr-code-settings.js';

type Row = typeof transactions.handleBusiness;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/**
 * 6.3.2.2: an institution has a business handled for the person whose code it scanned. The order and the hold on the token are written first; then the
 * insured place handles; then the receipt is entered and the token is used up (INT-70). The institution's serial number makes a repeat go on where the
 * first attempt stopped.
 */
@Handles(transactions.handleBusiness)
export class HandleBusinessHandler implements Handler<Row> {
  constructor(
    private readonly handlings: BusinessHandlingStore, private readonly desk: HandlingDesk, private readonly tokens: EcTokenStore,
    @Inject(QR_CODE_SETTINGS) private readonly settings: QrCodeSettings, @Inject(IDS) private readonly ids: Ids,
  ) {}

  async handle(call: Call<Input, Output>): Promise<Output> {
    call.note({ businessType: call.input.businessType });
    requireOwnOrg(call.input.orgId, call.caller);
    const known = await this.find(call.input);
    if (known?.receipt !== undefined) return known.receipt;
    try {
      return await this.carryOut(call, known?.state === 'requested' ? known.order : await this.request(call));
    } catch (error) {
      // A repeat that came at the same time may have been answered meanwhile: it has used the token up, and its receipt is the answer to this one too.
      const receipt = (await this.find(call.input))?.receipt;
      if (receipt === undefined) throw error;
      return receipt;
    }
  }

  private async carryOut(call: Call<Input, Output>, order: HandlingOrder): Promise<Output> {
    const outcome = await this.desk.ask(order);
    let now = false;
    const deed = { subject: order.handlingNo, facts: { businessType: order.businessType }, factsOf: (receipt: Output) => handledBy({ receipt, now }, order) };
    return call.act(deed, async () => {
      const entry = await this.desk.conclude(order, outcome);
      if (entry instanceof Refusal) return entry;
      ({ now } = entry);
      return entry.receipt;
    });
  }

  /** The business this serial number stands for already; another one is `-2`. */
  private async find(input: Input) {
    const known = await this.handlings.findBySerialNo('business', input.orgId, input.institutionSerialNo);
    if (known !== undefined) requireSameBusiness(known.order, input);
    return known;
  }

  /** Checks the token, then writes the order and takes hold of the token in one unit of work, unless a request beside this one has done so meanwhile. */
  private async request({ input, at, step }: Call<Input, Output>): Promise<HandlingOrder> {
    const holder = await this.tokens.require(input.ecToken, at);
    requireBound(holder, input);
    return step({ subject: holder.credentialNumber, facts: { orgId: input.orgId } }, async () => {
      const known = await this.find(input);
      if (known !== undefined && known.state !== 'refused') return known.order;
      const order = this.orderOf(input, holder, known?.order.handlingNo ?? this.ids.id());
      await this.tokens.hold(input.ecToken, order.handlingNo, at);
      await this.handlings.request(order, at);
      return order;
    });
  }

  private orderOf(input: Input, { identity, credentialNumber, poolingArea, insuranceType, channelNumber }: TokenHolder, handlingNo: string): HandlingOrder {
    const insuredData = { ...identity, credentialNumber, insuOrg: poolingArea, insuranceType };
    return { ...input, content: input.content, handlingNo, role: 'business', businessProvince: this.settings.province, insuredData, channelNumber };
  }
}

/** 4.11: a token serves the institution and the business it was issued for. Else `501001`. */
function requireBound(holder: TokenHolder, { orgId, businessType }: Input): void {
  if (holder.orgId !== orgId) throw refuse('tokenInvalid', { diagnosis: 'the token was issued to another institution' });
  if (holder.businessType !== businessType) throw refuse('tokenInvalid', { diagnosis: `the token was issued for business type ${holder.businessType}` });
}
