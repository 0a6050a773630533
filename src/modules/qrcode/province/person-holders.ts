import { Inject, Injectable } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import type { ChannelAuthorizationCode } from '../../../protocol/identifiers.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialHolders } from '../../../registry/credential/credential-holders.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { NATIONAL_GATEWAY, type NationalGateway } from '../../cross-province-exchange/province/index.js';
import { HolderLookup, type HolderSource, type Known } from './holder-lookup.js';

export type Asking = Pick<Call<unknown, unknown>, 'caller' | 'derivedId'>;

/** The persons behind personal channel authorization codes (6.1.3.3 d). */
@Injectable()
export class PersonHolders {
  constructor(
    private readonly lookup: HolderLookup, private readonly credentials: CredentialStore, private readonly register: CredentialHolders,
    @Inject(NATIONAL_GATEWAY) private readonly national: NationalGateway,
  ) {}

  /** See {@link HolderLookup.require}. Outside any unit of work. */
  require(call: Asking, code: ChannelAuthorizationCode): Promise<Known<CredentialRecord>> {
    return this.lookup.require(this.source(call), code, call.caller);
  }

  /** See {@link HolderLookup.confirm}. In the open unit of work. */
  confirm(call: Asking, known: Known<CredentialRecord>): Promise<Known<CredentialRecord>> {
    return this.lookup.confirm(this.source(call), known);
  }

  /** What contradicts the register is not kept: `500041`, and no code is shown. // INT-117 */
  private async keep(record: CredentialRecord): Promise<void> {
    await this.register.requireSame(record, 'credentialSaveFailed');
    await this.credentials.takeOver(record);
  }

  private source(call: Asking): HolderSource<CredentialRecord> {
    return {
      find: (credentialNumber) => this.credentials.find(credentialNumber),
      takeOver: (record) => this.keep(record),
      fetch: (question) => this.national.ask(transactions.exchangeCredential, question, call.derivedId('credential')),
    };
  }
}
