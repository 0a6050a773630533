import { Injectable } from '@nestjs/common';
import { TierIdentity } from '../../kernel/host/tier-identity.js';
import { PeerLink } from '../../kernel/link/peer-link.js';
import { checkResults } from '../../protocol/dictionaries/check-results.js';
import { parseProvinceCode, type EcToken } from '../../protocol/identifiers.js';
import { refuse } from '../../protocol/refusal.js';
import { transactions } from '../../protocol/transactions/index.js';
import { peerOfProvince } from '../../registry/province/peer-names.js';

interface Shown {
  readonly ecToken?: EcToken;
  readonly tokenCheckedHere: boolean;
  readonly idType: string;
  readonly idNo: string;
  readonly userName: string;
}

/** 6.4.2.2 c: has the token verified by the mid-platform (A.1.7). */
@Injectable()
export class TokenCheck {
  constructor(private readonly link: PeerLink, private readonly tier: TierIdentity) {}

  /** INT-26: a token of another province was checked there. */
  async require({ ecToken, tokenCheckedHere, idType, idNo, userName }: Shown, requestId: string): Promise<void> {
    if (!tokenCheckedHere) return;
    if (ecToken === undefined) throw refuse('tokenInvalid', { diagnosis: 'there is no token to verify' });
    const province = peerOfProvince(parseProvinceCode(this.tier.name.split(':')[1] ?? ''));
    const checked = await this.link.send(province, transactions.checkToken, { ecToken, idType, idNo, userName }, requestId);
    if (checked.flag !== checkResults.passed.code) throw refuse('tokenInvalid', { diagnosis: 'the token belongs to another person' });
  }
}
