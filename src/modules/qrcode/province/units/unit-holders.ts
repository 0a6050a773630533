import { Inject, Injectable } from '@nestjs/common';
import type { ChannelAuthorizationCode } from '../../../../protocol/identifiers.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import type { UnitRecord } from '../../../../protocol/transactions/unit-record.js';
import { UnitCredentialStore } from '../../../../registry/unit/unit-credential.store.js';
import { NATIONAL_GATEWAY, type NationalGateway } from '../../../cross-province-exchange/province/index.js';
import { HolderLookup, type HolderSource, type Known } from '../holder-lookup.js';
import type { Asking } from '../person-holders.js';

/** The units behind channel authorization codes of units (INT-69). */
@Injectable()
export class UnitHolders {
  constructor(
    private readonly lookup: HolderLookup, private readonly credentials: UnitCredentialStore,
    @Inject(NATIONAL_GATEWAY) private readonly national: NationalGateway,
  ) {}

  /** See {@link HolderLookup.require}. Outside any unit of work. */
  require(call: Asking, code: ChannelAuthorizationCode): Promise<Known<UnitRecord>> {
    return this.lookup.require(this.source(call), code, call.caller);
  }

  /** See {@link HolderLookup.confirm}. In the open unit of work. */
  confirm(call: Asking, known: Known<UnitRecord>): Promise<Known<UnitRecord>> {
    return this.lookup.confirm(this.source(call), known);
  }

  private source(call: Asking): HolderSource<UnitRecord> {
    return {
      find: (credentialNumber) => this.credentials.find(credentialNumber),
      takeOver: (record) => this.credentials.takeOver(record),
      fetch: async (question) => {
        const { unit: credential, authorization } = await this.national.ask(transactions.exchangeUnit, question, call.derivedId('unit'));
        return { credential, authorization };
      },
    };
  }
}
