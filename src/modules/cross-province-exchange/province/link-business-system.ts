import { Injectable } from '@nestjs/common';
import { TierIdentity } from '../../../kernel/host/tier-identity.js';
import { PeerLink, UnknownPeer } from '../../../kernel/link/peer-link.js';
import { Refusal, refuse } from '../../../protocol/refusal.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { insuranceSystemOfProvince, provinceOfPeer } from '../../../registry/province/peer-names.js';
import type { BusinessSystem } from './business-system.port.js';
import type { Booked, HandlingOrder } from './handling-order.js';

/** The province's local core business system over the signed link. */
@Injectable()
export class LinkBusinessSystem implements BusinessSystem {
  constructor(private readonly link: PeerLink, private readonly tier: TierIdentity) {}

  async handle({ handlingNo, orgId, businessType, ecToken, insuredData, content }: HandlingOrder): Promise<Booked> {
    const input = { handlingNo, orgId, businessType, ecToken, insuredData, content };
    try {
      return await this.link.send(insuranceSystemOfProvince(provinceOfPeer(this.tier.name)), transactions.handleInsurance, input, `handle-${handlingNo}`);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      const why = error instanceof Error ? error.message : String(error);
      throw refuse(error instanceof UnknownPeer ? 'localServiceNotConfigured' : 'timeout', { diagnosis: why });
    }
  }
}
