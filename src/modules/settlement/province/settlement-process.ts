import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { provinceOfDivision } from '../../../protocol/identifiers.js';
import { returnCodes } from '../../../protocol/dictionaries/return-codes.js';
import { Refusal } from '../../../protocol/refusal.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { NATIONAL_GATEWAY, type NationalGateway } from '../../cross-province-exchange/province/index.js';
import { EcTokenStore } from '../../qrcode/province/index.js';
import { requireSharesAddUp } from '../settlement.rules.js';
import { INSURANCE_SYSTEM, type InsuranceSystem } from './insurance-system.port.js';
import { SETTLEMENT_SETTINGS, type SettlementSettings } from './settlement-settings.js';
import { SettlementStore, type Receipt, type SettledShares, type SettlementOrder } from './settlement.store.js';

/** After these nobody knows whether it was settled: the order stays asked for and is taken up again. */
const UNDECIDED: readonly number[] = [
  returnCodes.unknownError, returnCodes.timeout, returnCodes.rateLimited, returnCodes.nationalRequestFailed,
].map((row) => row.code);

/**
 * Has an order that stands in the register carried out: here, or through national at the insured place. Every step may be repeated; the settlement
 * number makes it one settlement everywhere.
 */
@Injectable()
export class SettlementProcess {
  constructor(
    private readonly work: UnitOfWork, private readonly settlements: SettlementStore, private readonly tokens: EcTokenStore,
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
      if (error instanceof Refusal && !UNDECIDED.includes(error.returnCode.code)) await this.work.run(() => this.noteRefusal(order));
      throw error;
    }
  }

  /** Enters the shares and uses the token up; gives the receipt. In the open unit of work. */
  async complete(order: SettlementOrder, shares: SettledShares): Promise<Receipt> {
    await this.settlements.settle(order.settlementNo, shares);
    if (order.role === 'business') await this.tokens.consume(order.settlementNo, shares.settledAt);
    const receipt = (await this.settlements.find(order.settlementNo))?.receipt;
    if (receipt === undefined) throw new Error(`settlement ${order.settlementNo} has shares but no receipt`);
    return receipt;
  }

  private sharesOf(order: SettlementOrder): Promise<SettledShares> {
    const { settlementNo, role, credentialNumber, poolingArea, orgId, ecToken, businessType, institutionSerialNo, totalFen } = order;
    const { province } = this.settings;
    if (role === 'insured' || provinceOfDivision(poolingArea) === province) return this.insurance.settle(order);
    const question = {
      settlementNo, businessProvince: province, credentialNumber, insuOrg: poolingArea, orgId, ecToken, businessType, institutionSerialNo, totalFen,
    };
    return this.national.ask(transactions.exchangeSettlement, question, `settle-${settlementNo}`);
  }

  private async noteRefusal({ settlementNo, role }: SettlementOrder): Promise<void> {
    const noted = await this.settlements.refuse(settlementNo);
    if (noted && role === 'business') await this.tokens.release(settlementNo);
  }
}
