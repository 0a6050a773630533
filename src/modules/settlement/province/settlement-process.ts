import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { provinceOfDivision } from '../../../protocol/identifiers.js';
import { Refusal } from '../../../protocol/refusal.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CompletionNotices, NATIONAL_GATEWAY, type NationalGateway } from '../../cross-province-exchange/province/index.js';
import { EcTokenStore, StalePersons } from '../../qrcode/province/index.js';
import { decisiveness, requireSharesAddUp } from '../settlement.rules.js';
import type { BookedEntry } from './booked-entry.js';
import { INSURANCE_SYSTEM, type InsuranceSystem } from './insurance-system.port.js';
import type { SettledShares, SettlementOrder } from './settlement-order.js';
import { SETTLEMENT_SETTINGS, type SettlementSettings } from './settlement-settings.js';
import { SettlementStore } from './settlement.store.js';

/**
 * Has an order that stands in the register carried out: here, or through national at the insured place. Every step may be repeated; the settlement
 * number makes it one settlement everywhere.
 */
@Injectable()
export class SettlementProcess {
  constructor(
    private readonly work: UnitOfWork, private readonly settlements: SettlementStore, private readonly tokens: EcTokenStore,
    private readonly stale: StalePersons, private readonly notices: CompletionNotices,
    @Inject(INSURANCE_SYSTEM) private readonly insurance: InsuranceSystem, @Inject(NATIONAL_GATEWAY) private readonly national: NationalGateway,
    @Inject(SETTLEMENT_SETTINGS) private readonly settings: SettlementSettings,
  ) {}

  /** The shares, from whoever settles. A refusal that decides is noted and frees the token before it is thrown on. Outside any unit of work. */
  async ask(order: SettlementOrder): Promise<SettledShares> {
    try {
      const shares = await this.sharesOf(order);
      requireSharesAddUp(order.totalFen, shares);
      return shares;
    } catch (error) {
      if (error instanceof Refusal) await this.noteRefusal(order, error);
      throw error;
    }
  }

  /** Asks once more for what was asked for before. */
  async askAgain(order: SettlementOrder, at: number): Promise<SettledShares> {
    await this.work.run(() => this.settlements.noteAsk(order.settlementNo, at));
    return this.ask(order);
  }

  /** Enters the shares and uses the token up. In the open unit of work. */
  async complete(order: SettlementOrder, shares: SettledShares): Promise<BookedEntry> {
    const { settlementNo, role, ecToken } = order;
    const now = await this.settlements.settle(settlementNo, shares);
    if (now && this.isInsuredHere(order)) await this.tellOthers(order, shares.settledAt);
    if (role === 'business') await this.tokens.consume(ecToken, settlementNo, shares.settledAt);
    const receipt = (await this.settlements.find(settlementNo))?.receipt;
    if (receipt === undefined) throw new Error(`settlement ${settlementNo} has shares but no receipt`);
    return { receipt, now };
  }

  private async sharesOf(order: SettlementOrder): Promise<SettledShares> {
    if (this.isInsuredHere(order)) return this.insurance.settle(order);
    const { role: _, poolingArea, identity, ...rest } = order;
    const question = { ...rest, ...identity, insuOrg: poolingArea };
    const { receipt, updated } = await this.national.ask(transactions.exchangeSettlement, question, `settle-${order.settlementNo}`);
    if (receipt !== undefined) return receipt;
    if (updated === undefined) throw new Error('the insured place answered neither a receipt nor its data');
    // 6.3.2.2 c 2: the cache is refreshed, the code and the token are void.
    throw await this.work.run(() => this.stale.refresh(updated));
  }

  private isInsuredHere({ poolingArea }: SettlementOrder): boolean {
    return provinceOfDivision(poolingArea) === this.settings.province;
  }

  /** 6.3.2.2 d. */
  private tellOthers({ settlementNo, credentialNumber, poolingArea, businessProvince, businessType }: SettlementOrder, completedAt: number): Promise<void> {
    return this.notices.tell({
      referenceNo: settlementNo, kind: 'settlement', credentialNumber, insuOrg: poolingArea, businessProvince, businessType, completedAt,
    });
  }

  private async noteRefusal({ settlementNo, role }: SettlementOrder, { returnCode }: Refusal): Promise<void> {
    const decides = decisiveness(returnCode.code);
    if (decides === 'never') return;
    await this.work.run(async () => {
      const noted = await this.settlements.refuse(settlementNo, decides === 'at first');
      if (noted && role === 'business') await this.tokens.release(settlementNo);
    });
  }
}
