import type { CredentialNumber } from '../../protocol/identifiers.js';
import { refuse, refuseField } from '../../protocol/refusal.js';
import type { MandateRole } from '../../protocol/transactions/unit-fields.js';
import { MOST_AGENTS, type Mandate } from '../../protocol/transactions/unit-record.js';

/** A unit, as far as it is about who acts for it. */
interface Mandated {
  readonly mandates: readonly Mandate[];
}

/** What a person is to a unit; undefined for whoever may not act for it. */
export function roleIn({ mandates }: Mandated, person: CredentialNumber): MandateRole | undefined {
  return mandates.find((each) => each.credentialNumber === person)?.role;
}

/** INT-66: the person is the legal representative of the unit or one of its agents. Else `-4`. */
export function requireMandate(unit: Mandated, person: CredentialNumber): MandateRole {
  const role = roleIn(unit, person);
  if (role !== undefined) return role;
  throw refuse('forbidden', { faults: [{ field: 'data.authorizationCode', reason: 'is of nobody who may act for this unit' }] });
}

/** INT-66: the person is the legal representative of the unit. Else `-4`. */
export function requireRepresentative(unit: Mandated, person: CredentialNumber): void {
  if (roleIn(unit, person) === 'representative') return;
  throw refuse('forbidden', { faults: [{ field: 'data.authorizationCode', reason: 'is not of the legal representative of this unit' }] });
}

/** The mandates of a unit with another agent: nobody twice, and not too many. Else `-2`. */
export function withAgent({ mandates }: Mandated, person: CredentialNumber): Mandate[] {
  if (mandates.some((each) => each.credentialNumber === person)) throw refuseField('data.idNo', 'is of somebody who may act for this unit already');
  if (mandates.length > MOST_AGENTS) throw refuseField('data.idNo', `a unit has at most ${MOST_AGENTS} agents`);
  return [...mandates, { credentialNumber: person, role: 'agent' }];
}

/** The mandates of a unit without this agent. Who is none is `-2`. */
export function withoutAgent({ mandates }: Mandated, person: CredentialNumber): Mandate[] {
  if (!mandates.some((each) => each.credentialNumber === person && each.role === 'agent')) throw refuseField('data.idNo', 'is of no agent of this unit');
  return mandates.filter((each) => each.credentialNumber !== person);
}
