import { Inject, Injectable } from '@nestjs/common';
import { IDS, type Ids } from '../../../kernel/ids.js';
import { OutboxStore } from '../../../kernel/outbox/outbox.store.js';
import { parseChannelAuthorizationCode, type ChannelNumber, type CredentialNumber, type ProvinceCode } from '../../../protocol/identifiers.js';
import type { AuthorizationRecord } from '../../../protocol/transactions/authorization-record.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { peerOfProvince } from '../../../registry/province/peer-names.js';
import { ChannelAuthorizationStore } from '../channel-authorization.store.js';

export interface Grant {
  readonly channelNumber: ChannelNumber;
  readonly credentialNumber: CredentialNumber;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The insured provinces, and at an activation the business place's (6.1.3.3 d). */
  readonly provinces: readonly ProvinceCode[];
}

/** What another room of the national tier may ask of the authorizations. */
@Injectable()
export class ChannelAuthorizations {
  constructor(
    private readonly authorizations: ChannelAuthorizationStore, private readonly outbox: OutboxStore, @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** Makes the channel authorization code and puts it on its way to the provinces. In the open unit of work. */
  async grant({ channelNumber, credentialNumber, at, provinces }: Grant): Promise<AuthorizationRecord> {
    const authorizationCode = parseChannelAuthorizationCode(this.ids.upper(32));
    const record: AuthorizationRecord = { authorizationCode, channelNumber, credentialNumber, state: 'granted', changedAt: at };
    await this.authorizations.put(record);
    for (const province of provinces) await this.outbox.append(peerOfProvince(province), credentialNumber, transactions.syncAuthorization, { record });
    return record;
  }
}
