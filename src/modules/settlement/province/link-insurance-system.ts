import { Inject, Injectable } from '@nestjs/common';
import { PeerLink, UnknownPeer } from '../../../kernel/link/peer-link.js';
import { divisionOfEcToken, provinceOfDivision } from '../../../protocol/identifiers.js';
import { Refusal, refuse } from '../../../protocol/refusal.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { insuranceSystemOfProvince } from '../../../registry/province/peer-names.js';
import type { InsuranceSystem } from './insurance-system.port.js';
import { SETTLEMENT_SETTINGS, type SettlementSettings } from './settlement-settings.js';
import type { SettlementOrder, SettledShares } from './settlement.store.js';

/** The province's local core business system over the signed link. */
@Injectable()
export class LinkInsuranceSystem implements InsuranceSystem {
  constructor(private readonly link: PeerLink, @Inject(SETTLEMENT_SETTINGS) private readonly settings: SettlementSettings) {}

  async settle(order: SettlementOrder): Promise<SettledShares> {
    const { settlementNo, orgId, businessType, ecToken, identity, insuranceType, totalFen } = order;
    const issuer = divisionOfEcToken(ecToken);
    const tokenCheckedHere = issuer !== undefined && provinceOfDivision(issuer) === this.settings.province;
    const input = { settlementNo, orgId, businessType, ecToken, tokenCheckedHere, ...identity, insuOrg: order.poolingArea, insuranceType, totalFen };
    try {
      return await this.link.send(insuranceSystemOfProvince(this.settings.province), transactions.settleInsurance, input, `settle-${settlementNo}`);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      const why = error instanceof Error ? error.message : String(error);
      throw refuse(error instanceof UnknownPeer ? 'localServiceNotConfigured' : 'timeout', { diagnosis: why });
    }
  }
}
