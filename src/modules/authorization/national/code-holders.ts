import { Injectable } from '@nestjs/common';
import type { ChannelAuthorizationCode, CredentialNumber } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import type { CredentialRecord, CredentialState } from '../../../protocol/transactions/credential-record.js';
import type { UnitRecord } from '../../../protocol/transactions/unit-record.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { UnitCredentialStore } from '../../../registry/unit/unit-credential.store.js';
import { requireGranted, requireOwnCode } from '../authorization.rules.js';
import { ChannelAuthorizationStore } from '../channel-authorization.store.js';

/** Who stands behind a channel authorization code. */
@Injectable()
export class CodeHolders {
  constructor(
    private readonly authorizations: ChannelAuthorizationStore, private readonly credentials: CredentialStore, private readonly units: UnitCredentialStore,
  ) {}

  /**
   * The person who gave this code to this channel and whose credential is in use: no such code, or another channel's, is `500008`, one that does not
   * count at present `500003`, a credential that is not activated, or a unit's, `500001`.
   */
  async require(code: ChannelAuthorizationCode, channelNumber: string): Promise<CredentialRecord> {
    return requireInUse(await this.credentials.find(await this.credentialOf(code, channelNumber)));
  }

  /** The unit for which this code was given to this channel, with the same refusals; a person's code is `500001`. */
  async requireUnit(code: ChannelAuthorizationCode, channelNumber: string): Promise<UnitRecord> {
    return requireInUse(await this.units.find(await this.credentialOf(code, channelNumber)));
  }

  private async credentialOf(code: ChannelAuthorizationCode, channelNumber: string): Promise<CredentialNumber> {
    const authorization = await this.authorizations.find(code);
    if (authorization === undefined) throw refuse('authorizationCodeInvalid', { diagnosis: 'national knows no such authorization code' });
    requireOwnCode(authorization, channelNumber);
    requireGranted(authorization);
    return authorization.credentialNumber;
  }
}

function requireInUse<C extends { readonly state: CredentialState }>(credential: C | undefined): C {
  if (credential?.state === 'activated') return credential;
  throw refuse('credentialNotFound', { diagnosis: 'the credential is not activated' });
}
