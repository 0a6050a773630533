import { Injectable } from '@nestjs/common';
import type { ChannelAuthorizationCode } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { requireGranted, requireOwnCode } from '../authorization.rules.js';
import { ChannelAuthorizationStore } from '../channel-authorization.store.js';

/** Who stands behind a channel authorization code. */
@Injectable()
export class CodeHolders {
  constructor(private readonly authorizations: ChannelAuthorizationStore, private readonly credentials: CredentialStore) {}

  /**
   * The person who gave this code to this channel and whose credential is in use: no such code, or another channel's, is `500008`, one that does not
   * count at present `500003`, a credential that is not activated `500001`.
   */
  async require(code: ChannelAuthorizationCode, channelNumber: string): Promise<CredentialRecord> {
    const authorization = await this.authorizations.find(code);
    if (authorization === undefined) throw refuse('authorizationCodeInvalid', { diagnosis: 'national knows no such authorization code' });
    requireOwnCode(authorization, channelNumber);
    requireGranted(authorization);
    const credential = await this.credentials.find(authorization.credentialNumber);
    if (credential?.state === 'activated') return credential;
    throw refuse('credentialNotFound', { diagnosis: 'the credential is not activated' });
  }
}
