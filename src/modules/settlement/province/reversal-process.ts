import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { provinceOfDivision } from '../../../protocol/identifiers.js';
import { Refusal, refuse, refuseField } from '../../../protocol/refusal.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CompletionNotices, NATIONAL_GATEWAY, type NationalGateway } from '../../cross-province-exchange/province/index.js';
import { decisiveness } from '../settlement.rules.js';
import type { BookedEntry } from './booked-entry.js';
import { INSURANCE_SYSTEM, type InsuranceSystem } from './insurance-system.port.js';
import type { KnownSettlement, SettlementOrder } from './settlement-order.js';
import { SETTLEMENT_SETTINGS, type SettlementSettings } from './settlement-settings.js';
import { SettlementStore } from './settlement.store.js';

/** A settlement with the serial number under which it is being reversed. */
export interface Reversal {
  readonly order: SettlementOrder;
  readonly reversalSerialNo: string;
  /** Whether nobody has been asked for it yet. */
  readonly first: boolean;
}

/** Has a settlement taken back (结算撤销): here, or through national at the insured place. Like the settlement itself, every step may be repeated. */
@Injectable()
export class ReversalProcess {
  constructor(
    private readonly work: UnitOfWork, private readonly settlements: SettlementStore, private readonly notices: CompletionNotices,
    @Inject(INSURANCE_SYSTEM) private readonly insurance: InsuranceSystem, @Inject(NATIONAL_GATEWAY) private readonly national: NationalGateway,
    @Inject(SETTLEMENT_SETTINGS) private readonly settings: SettlementSettings,
  ) {}

  /** A reversal serial number stands for one reversal. Else `-2`. */
  async requireFree({ settlementNo, role, orgId }: SettlementOrder, reversalSerialNo: string): Promise<void> {
    const other = await this.settlements.findReversed(role, orgId, reversalSerialNo);
    if (other !== undefined && other !== settlementNo) throw refuseField('data.reversalSerialNo', 'stands for the reversal of another settlement');
  }

  /** Writes the reversal down, in the open unit of work. One that is under way already goes on under its own serial number. */
  async begin({ order }: KnownSettlement, reversalSerialNo: string, at: number): Promise<Reversal> {
    await this.requireFree(order, reversalSerialNo);
    if (await this.settlements.beginReversal(order.settlementNo, reversalSerialNo, at)) return { order, reversalSerialNo, first: true };
    const meanwhile = await this.settlements.find(order.settlementNo);
    if (meanwhile?.reversalSerialNo === undefined) throw new Error(`settlement ${order.settlementNo} is neither settled nor being reversed`);
    return { order, reversalSerialNo: meanwhile.reversalSerialNo, first: false };
  }

  /** When it was taken back, from whoever settled it. A refusal that decides is noted before it is thrown on. Outside any unit of work. */
  async ask(reversal: Reversal, at: number): Promise<number> {
    if (!reversal.first) await this.work.run(() => this.settlements.noteAsk(reversal.order.settlementNo, at));
    try {
      return await this.timeOf(reversal);
    } catch (error) {
      if (error instanceof Refusal) await this.noteRefusal(reversal.order, error);
      throw error;
    }
  }

  /** Marks the receipt reversed. The token stays used up. In the open unit of work. */
  async complete({ order }: Reversal, reversedAt: number): Promise<BookedEntry> {
    const { settlementNo } = order;
    const now = await this.settlements.reverse(settlementNo, reversedAt);
    if (now && this.isInsuredHere(order)) await this.tellOthers(order, reversedAt);
    const receipt = (await this.settlements.find(settlementNo))?.receipt;
    if (receipt?.reversedAt === undefined) throw new Error(`settlement ${settlementNo} was taken back but its receipt is not marked`);
    return { receipt, now };
  }

  private async timeOf({ order, reversalSerialNo }: Reversal): Promise<number> {
    const { settlementNo, orgId, poolingArea, businessProvince } = order;
    if (this.isInsuredHere(order)) {
      return (await this.insurance.reverse({ settlementNo, orgId, reversalSerialNo })).reversedAt;
    }
    const question = { settlementNo, businessProvince, insuOrg: poolingArea, orgId, reversalSerialNo };
    const { reversedAt } = await this.national.ask(transactions.exchangeReversal, question, `reverse-${settlementNo}`);
    if (reversedAt === undefined) throw refuse('unknownError', { diagnosis: 'the receipt of the insured place is not marked reversed' });
    return reversedAt;
  }

  private isInsuredHere({ poolingArea }: SettlementOrder): boolean {
    return provinceOfDivision(poolingArea) === this.settings.province;
  }

  /** 6.3.2.2 d. */
  private tellOthers({ settlementNo, credentialNumber, poolingArea, businessProvince, businessType }: SettlementOrder, completedAt: number): Promise<void> {
    return this.notices.tell({ referenceNo: settlementNo, kind: 'reversal', credentialNumber, insuOrg: poolingArea, businessProvince, businessType, completedAt });
  }

  private async noteRefusal({ settlementNo }: SettlementOrder, { returnCode }: Refusal): Promise<void> {
    const decides = decisiveness(returnCode.code);
    if (decides !== 'never') await this.work.run(() => this.settlements.refuseReversal(settlementNo, decides === 'at first'));
  }
}
