import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseCredentialNumber } from '../../../src/protocol/identifiers.js';
import { MOST_AGENTS, type Mandate } from '../../../src/protocol/transactions/unit-record.js';
import { requireMandate, requireRepresentative, roleIn, withAgent, withoutAgent } from '../../../src/registry/unit/mandate.rules.js';

const person = (n: number) => parseCredentialNumber(n.toString(16).padStart(64, '0'));
const chief: Mandate = { credentialNumber: person(0), role: 'representative' };
const unitWith = (agents: number) => ({ mandates: [chief, ...Array.from({ length: agents }, (_, n): Mandate => ({ credentialNumber: person(n + 1), role: 'agent' }))] });

describe('INT-66: who acts for a unit', () => {
  it('is the legal representative and its agents, and nobody else', () => {
    expect(requireMandate(unitWith(1), person(0))).toBe('representative');
    expect(requireMandate(unitWith(1), person(1))).toBe('agent');
    expect(roleIn(unitWith(1), person(2))).toBeUndefined();
    expect(() => requireMandate(unitWith(1), person(2))).toThrow('-4');
    expect(() => requireRepresentative(unitWith(1), person(1))).toThrow('-4');
    expect(() => requireRepresentative(unitWith(1), person(0))).not.toThrow();
  });

  it('takes agents up to the most, each once, and lets them go again', () => {
    fc.assert(fc.property(fc.nat(MOST_AGENTS), (agents) => {
      const unit = unitWith(agents);
      const next = person(agents + 1);
      if (agents === MOST_AGENTS) {
        expect(() => withAgent(unit, next)).toThrow('-2');
        return;
      }
      const mandates = withAgent(unit, next);
      expect(roleIn({ mandates }, next)).toBe('agent');
      expect(() => withAgent({ mandates }, next)).toThrow('-2');
      expect(withoutAgent({ mandates }, next)).toEqual(unit.mandates);
    }));
  });

  it('never lets the representative go as an agent, nor somebody who is none', () => {
    for (const n of [0, 7]) expect(() => withoutAgent(unitWith(3), person(n))).toThrow('-2');
  });
});
