import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { OutboxStore } from '../../kernel/outbox/outbox.store.js';
import type { CredentialNumber } from '../../protocol/identifiers.js';
import { transactions } from '../../protocol/transactions/index.js';
import type { UnitRecord } from '../../protocol/transactions/unit-record.js';
import { CredentialReplicaStore } from '../credential/credential-replica.store.js';
import { peerOfProvince } from '../province/peer-names.js';
import { UnitCredentialStore } from './unit-credential.store.js';

/** Puts what happened to a unit's credential on its way to the provinces, in the open unit of work, in order. National tier only. */
@Injectable()
export class UnitNotices {
  constructor(
    private readonly credentials: UnitCredentialStore, private readonly replicas: CredentialReplicaStore, private readonly outbox: OutboxStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** 6.1.2.3 c: state and mandates, to every province where the unit is registered and to whoever else holds a copy. */
  async tellState(credentialNumber: CredentialNumber): Promise<UnitRecord> {
    const record = await this.credentials.find(credentialNumber);
    if (record === undefined) throw new Error('a unit that stands in no register has nothing to tell');
    for (const province of await this.replicas.holdersOf(record, this.clock.now())) {
      await this.outbox.append(peerOfProvince(province), credentialNumber, transactions.syncUnit, { record });
    }
    return record;
  }
}
