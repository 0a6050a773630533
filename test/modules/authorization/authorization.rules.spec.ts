import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { authorizationTransitions, requireGranted, requireOwnCode, stateAfter } from '../../../src/modules/authorization/authorization.rules.js';
import { parseChannelAuthorizationCode, parseChannelNumber, parseCredentialNumber } from '../../../src/protocol/identifiers.js';
import { Refusal } from '../../../src/protocol/refusal.js';
import { authorizationStates, type AuthorizationRecord, type AuthorizationState } from '../../../src/protocol/transactions/authorization-record.js';
import { authorizationChanges, type AuthorizationChange } from '../../../src/protocol/transactions/change-authorization.js';

const record = (state: AuthorizationState): AuthorizationRecord => ({
  authorizationCode: parseChannelAuthorizationCode('A'.repeat(32)), channelNumber: parseChannelNumber('C'.repeat(32)),
  credentialNumber: parseCredentialNumber('0'.repeat(64)), state, changedAt: 1,
});

const codeOf = (act: () => unknown): number | undefined => {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.returnCode.code;
    throw error;
  }
};

/** The state after a change, which is the same as before where the table refuses it. */
function after(state: AuthorizationState, change: AuthorizationChange): AuthorizationState {
  if (authorizationTransitions[change].from.includes(state)) return stateAfter(state, change);
  expect(codeOf(() => stateAfter(state, change))).toBe(500011);
  return state;
}

describe('the table of what a person may do with an authorization (4.7)', () => {
  it('names every change, from and to known states', () => {
    expect(Object.keys(authorizationTransitions).toSorted()).toEqual([...authorizationChanges].toSorted());
    for (const { from, to } of Object.values(authorizationTransitions)) {
      expect([...from, to].every((state) => authorizationStates.includes(state))).toBe(true);
      expect(from).not.toContain(to);
    }
  });

  it('reaches every state from the first one, and leads out of every state but revoked', () => {
    const reached = new Set<AuthorizationState>(['granted']);
    for (let round = 0; round < authorizationStates.length; round += 1) {
      for (const { from, to } of Object.values(authorizationTransitions)) if (from.some((state) => reached.has(state))) reached.add(to);
    }
    expect([...reached].toSorted()).toEqual([...authorizationStates].toSorted());
    const left = new Set(Object.values(authorizationTransitions).flatMap(({ from }) => from));
    expect(authorizationStates.filter((state) => !left.has(state))).toEqual(['revoked']);
  });

  it('keeps every sequence of changes within the table: what is revoked stays revoked', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...authorizationChanges), { maxLength: 30 }), (changes) => {
      const states = changes.reduce<AuthorizationState[]>((before, change) => [...before, after(before.at(-1) ?? 'granted', change)], ['granted']);
      const end = states.indexOf('revoked');
      if (end >= 0) expect(states.slice(end).every((state) => state === 'revoked')).toBe(true);
    }));
  });
});

describe('a channel authorization code', () => {
  it('is the word to one channel', () => {
    expect(codeOf(() => requireOwnCode(record('granted'), 'C'.repeat(32)))).toBeUndefined();
    expect(codeOf(() => requireOwnCode(record('granted'), 'D'.repeat(32)))).toBe(500008);
  });

  it.each([['granted', undefined], ['suspended', 500003], ['revoked', 500003]] as const)('that is %s is answered %s', (state, code) => {
    expect(codeOf(() => requireGranted(record(state)))).toBe(code);
  });
});
