import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import { OutboxStore } from '../../../kernel/outbox/outbox.store.js';
import type { CredentialNumber, ProvinceCode } from '../../../protocol/identifiers.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialReplicaStore } from '../../../registry/credential/credential-replica.store.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { peerOfProvince, provincesOf } from '../../../registry/province/peer-names.js';

/** A province's report, as far as it must be answered in the sync. */
export interface Answered {
  readonly province: ProvinceCode;
  /** The `changedAt` of the report. */
  readonly report: number;
  /** What the report called the person; undefined where it named the identity alone. */
  readonly credentialNumber: CredentialNumber | undefined;
}

/** 6.3.2.2 c: a person's insured places have changed in the national register; every province that holds data of the person learns it, in order. */
@Injectable()
export class InsuredPlaceChanges {
  constructor(
    private readonly credentials: CredentialStore, private readonly replicas: CredentialReplicaStore, private readonly outbox: OutboxStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Puts the change on its way. Before its activation a credential is known only to provinces that were told of an earlier one. In the open unit of work. */
  async tell(personId: string, answered?: Answered): Promise<void> {
    const current = await this.credentials.findOfPerson(personId);
    if (current === undefined) return;
    const { credentialNumber, state } = current;
    const now = this.clock.now();
    await this.credentials.touch(credentialNumber, Math.max(now, answered?.report ?? 0));
    const record = await this.credentials.find(credentialNumber);
    if (record === undefined) throw new Error('a credential that stands in no register has no places to tell');
    const insured = provincesOf(record.insuredPlaces.map((place) => place.poolingArea));
    if (state === 'activated') await this.replicas.note(credentialNumber, insured, now);
    for (const province of await this.replicas.provincesOf(credentialNumber)) {
      const answer = province === answered?.province ? { answers: answered.report, answersFor: answered.credentialNumber } : {};
      await this.outbox.append(peerOfProvince(province), credentialNumber, transactions.syncInsuredPlaces, { record, ...answer });
    }
  }
}
