import type { ChannelKind } from '../../protocol/transactions/application-record.js';
import type { AuthorizationState } from '../../protocol/transactions/authorization-record.js';
import type { CredentialState } from '../../protocol/transactions/credential-record.js';
import type { NextFlow } from '../../protocol/transactions/query-state.js';

/**
 * 6.1.2.3 b: what stands between a person and the use of the credential in a channel. 1) not activated: activate, which authorizes as well; 2) the official
 * channel needs no authorization (4.5); 3) a channel of another party needs one that holds now (4.6).
 */
export function nextFlow(credential: CredentialState, channel: ChannelKind, authorization: AuthorizationState | undefined): NextFlow {
  if (credential !== 'activated') return 'activate';
  return channel === 'official' || authorization === 'granted' ? 'use' : 'authorize';
}
