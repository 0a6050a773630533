import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { OutboxStore } from '../../kernel/outbox/outbox.store.js';
import type { CredentialNumber, ProvinceCode } from '../../protocol/identifiers.js';
import type { AuthorizationRecord } from '../../protocol/transactions/authorization-record.js';
import type { CredentialRecord } from '../../protocol/transactions/credential-record.js';
import { transactions } from '../../protocol/transactions/index.js';
import { peerOfProvince } from '../province/peer-names.js';
import { CredentialReplicaStore } from './credential-replica.store.js';
import { CredentialStore } from './credential.store.js';

/**
 * Puts what happened to a credential on its way to the provinces, in the open unit of work. Everything about one credential reaches a province in the
 * order in which it happened. National tier only.
 */
@Injectable()
export class CredentialNotices {
  constructor(
    private readonly credentials: CredentialStore, private readonly replicas: CredentialReplicaStore, private readonly outbox: OutboxStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** 6.1.2.3 c, 4.4: the state and the person's data, to every insured province and to whoever else holds a copy. */
  async tellState(credentialNumber: CredentialNumber): Promise<CredentialRecord> {
    const record = await this.require(credentialNumber);
    for (const province of await this.replicas.holdersOf(record, this.clock.now())) {
      await this.outbox.append(peerOfProvince(province), credentialNumber, transactions.syncActivation, { record });
    }
    return record;
  }

  /** 6.1.3.3 d, 6.1.4.3 b: a new channel authorization, to these provinces. */
  async tellAuthorization(record: AuthorizationRecord, provinces: readonly ProvinceCode[]): Promise<void> {
    await this.replicas.note(record.credentialNumber, provinces, this.clock.now());
    await this.append(record, provinces);
  }

  /** 4.7: a changed channel authorization, to whoever holds a copy: every insured province does since the activation. */
  async tellChangedAuthorization(record: AuthorizationRecord): Promise<void> {
    await this.append(record, await this.replicas.provincesOf(record.credentialNumber));
  }

  private async append(record: AuthorizationRecord, provinces: readonly ProvinceCode[]): Promise<void> {
    for (const province of provinces) {
      await this.outbox.append(peerOfProvince(province), record.credentialNumber, transactions.syncAuthorization, { record });
    }
  }

  private async require(credentialNumber: CredentialNumber): Promise<CredentialRecord> {
    const record = await this.credentials.find(credentialNumber);
    if (record === undefined) throw new Error('a credential that stands in no register has nothing to tell');
    return record;
  }
}
