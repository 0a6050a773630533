import { refuse } from '../../protocol/refusal.js';
import type { AuthorizationRecord, AuthorizationState } from '../../protocol/transactions/authorization-record.js';
import type { AuthorizationChange } from '../../protocol/transactions/change-authorization.js';

interface Transition {
  readonly from: readonly AuthorizationState[];
  readonly to: AuthorizationState;
}

/** 4.7: what the person may do with an authorization in which state, and what comes of it. A revoked one is over: the person grants a new one (6.1.4). */
export const authorizationTransitions: Readonly<Record<AuthorizationChange, Transition>> = {
  suspend: { from: ['granted'],              to: 'suspended' },
  restore: { from: ['suspended'],            to: 'granted' },
  revoke:  { from: ['granted', 'suspended'], to: 'revoked' },
};

/** The state a change leads to, or `500011` where the present state does not allow it. */
export function stateAfter(state: AuthorizationState, change: AuthorizationChange): AuthorizationState {
  const { from, to } = authorizationTransitions[change];
  if (from.includes(state)) return to;
  throw refuse('authorizationUpdateFailed', { faults: [{ field: 'data.change', reason: `cannot ${change} an authorization that is ${state}` }] });
}

/** The code belongs to the channel that shows it (6.1.3.3 d: a code is one person's word to one channel), or `500008`. */
export function requireOwnCode(authorization: AuthorizationRecord, channelNumber: string): void {
  if (authorization.channelNumber === channelNumber) return;
  throw refuse('authorizationCodeInvalid', { diagnosis: 'the authorization code was given to another channel' });
}

/** A revoked authorization is over: its code opens nothing, not even in the official channel, which needs none (4.5, INT-44). Else `500003`. */
export function requireNotRevoked(authorization: AuthorizationRecord): void {
  if (authorization.state === 'revoked') requireGranted(authorization);
}

/** 4.6: the person lets this channel use the credential, or `500003`. */
export function requireGranted(authorization: AuthorizationRecord): void {
  if (authorization.state === 'granted') return;
  throw refuse('channelNotAuthorizedByPerson', { diagnosis: `the authorization is ${authorization.state}` });
}

/** 6.1.4.2: else `500001`. */
export function requireActivated<T extends { readonly state: string }>(credential: T | undefined): T {
  if (credential?.state === 'activated') return credential;
  throw refuse('credentialNotFound', { diagnosis: 'the person has no activated credential: activate first (6.1.3)' });
}

/** INT-118: a word about a code that is known here speaks of the same person and channel, and not of another state at the same moment. Else `500020`. */
export function requireFollows(known: AuthorizationRecord, told: AuthorizationRecord): void {
  const samePair = known.channelNumber === told.channelNumber && known.credentialNumber === told.credentialNumber;
  if (!samePair) throw refuse('authorizationInfoUpdateFailed', { diagnosis: 'the code stands here for another person or channel' });
  if (known.changedAt !== told.changedAt || known.state === told.state) return;
  throw refuse('authorizationInfoUpdateFailed', { diagnosis: `the authorization is ${known.state} here by a word of the same moment` });
}
