import { PeerLink, UnknownPeer } from '../../../kernel/link/peer-link.js';
import type { ProvinceCode } from '../../../protocol/identifiers.js';
import { Refusal, refuse } from '../../../protocol/refusal.js';
import type { Transaction } from '../../../protocol/transaction.js';
import { transactions } from '../../../protocol/transactions/index.js';
import type { Shares } from '../../../protocol/transactions/preview-insurance.js';
import { insuranceSystemOfProvince } from '../../../registry/province/peer-names.js';
import type { InsuranceSystem, ReversalOrder } from './insurance-system.port.js';
import type { BusinessCase, PreviewOrder, SettledShares, SettlementOrder } from './settlement-order.js';

/** The province's local core business system over the signed link. It may check our token by `ec.verify` (INT-26). */
export class LinkInsuranceSystem implements InsuranceSystem {
  constructor(private readonly link: PeerLink, private readonly province: ProvinceCode) {}

  preview(order: PreviewOrder, requestId: string): Promise<Shares> {
    return this.ask(transactions.previewInsurance, { ...this.caseOf(order), ecToken: order.ecToken }, requestId);
  }

  settle(order: SettlementOrder): Promise<SettledShares> {
    const { settlementNo, ecToken } = order;
    return this.ask(transactions.settleInsurance, { ...this.caseOf(order), settlementNo, ecToken }, `settle-${settlementNo}`);
  }

  reverse(order: ReversalOrder): Promise<{ reversedAt: number }> {
    return this.ask(transactions.reverseInsurance, order, `reverse-${order.settlementNo}`);
  }

  private caseOf({ orgId, institutionKind, businessProvince, businessType, identity, poolingArea, insuranceType, totalFen }: BusinessCase) {
    const tokenCheckedHere = businessProvince === this.province;
    return { orgId, institutionKind, businessType, tokenCheckedHere, ...identity, insuOrg: poolingArea, insuranceType, totalFen };
  }

  private async ask<I, O>(transaction: Transaction<I, O>, input: I, requestId: string): Promise<O> {
    try {
      return await this.link.send(insuranceSystemOfProvince(this.province), transaction, input, requestId);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      const diagnosis = error instanceof Error ? error.message : String(error);
      throw refuse(error instanceof UnknownPeer ? 'localServiceNotConfigured' : 'timeout', { diagnosis });
    }
  }
}
