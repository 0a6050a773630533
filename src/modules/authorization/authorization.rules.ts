import { refuse } from '../../protocol/refusal.js';
import type { AuthorizationRecord } from '../../protocol/transactions/authorization-record.js';

/** The code belongs to the channel that shows it (6.1.3.3 d: a code is one person's word to one channel), or `500008`. */
export function requireOwnCode(authorization: AuthorizationRecord, channelNumber: string): void {
  if (authorization.channelNumber === channelNumber) return;
  throw refuse('authorizationCodeInvalid', { diagnosis: 'the authorization code was given to another channel' });
}

/** 4.6: the person lets this channel use the credential, or `500003`. */
export function requireGranted(authorization: AuthorizationRecord): void {
  if (authorization.state === 'granted') return;
  throw refuse('channelNotAuthorizedByPerson', { diagnosis: `the authorization is ${authorization.state}` });
}
