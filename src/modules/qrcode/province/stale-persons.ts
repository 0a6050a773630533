import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Refusal } from '../../../protocol/refusal.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { staleData } from '../../../registry/credential/insured-data.rules.js';
import { QrCodeStore } from '../qr-code.store.js';
import { EcTokenStore } from './ec-token.store.js';

/** 6.3.2.2 c 2, INT-17: what the business place does when the insured place says that its data of a person are out of date. */
@Injectable()
export class StalePersons {
  constructor(
    private readonly credentials: CredentialStore, private readonly codes: QrCodeStore, private readonly tokens: EcTokenStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Refreshes the cache where this province keeps one of the person, voids what was made from the old data, and gives the refusal `500023` that tells the
   * new pooling areas. In the open unit of work, which must be kept: return the refusal from the act.
   */
  async refresh(updated: CredentialRecord): Promise<Refusal> {
    const { credentialNumber } = updated;
    const now = this.clock.now();
    if ((await this.credentials.find(credentialNumber)) !== undefined) await this.credentials.takeOver(updated);
    await this.codes.voidOf(credentialNumber, now);
    await this.tokens.voidOf(credentialNumber, now);
    return staleData(updated);
  }
}
