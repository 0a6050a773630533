import { Injectable } from '@nestjs/common';
import { TierIdentity } from '../../../kernel/host/tier-identity.js';
import { OutboxStore } from '../../../kernel/outbox/outbox.store.js';
import type { CompletionNotice } from '../../../protocol/transactions/completion-notice.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { NATIONAL, provinceOfPeer, provincesOf } from '../../../registry/province/peer-names.js';

/** 6.3.2.2 d: what one insured place has completed for a person who is insured in other provinces too, on its way to those. */
@Injectable()
export class CompletionNotices {
  constructor(private readonly credentials: CredentialStore, private readonly outbox: OutboxStore, private readonly tier: TierIdentity) {}

  /** Sends a notice to national unless the person is insured in this province alone. In the unit of work that completes the business, once. */
  async tell(notice: CompletionNotice): Promise<void> {
    const person = await this.credentials.find(notice.credentialNumber);
    const insured = provincesOf((person?.insuredPlaces ?? []).map((place) => place.poolingArea));
    if (insured.every((province) => province === provinceOfPeer(this.tier.name))) return;
    await this.outbox.append(NATIONAL, notice.credentialNumber, transactions.reportCompletion, { notice });
  }
}
