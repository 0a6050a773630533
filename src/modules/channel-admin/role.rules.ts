import { FormatError } from '../../protocol/identifiers.js';
import { refuse, type FieldFault } from '../../protocol/refusal.js';
import type { Scope, ScopeKind } from './area.rules.js';

/**
 * What users of the management centre may do, and with which scope. 4.3: a city or a province applies, the province endorses, the national bureau
 * decides. Local users administer the users of their own area and register the terminals of its institutions (7.2.1.1).
 */
export const roles = {
  //                   may be held with scope
  'apply':            ['province', 'city'],
  'endorse':          ['province'],
  'decide':           ['national'],
  'issue':            ['national'],
  'operate':          ['national', 'province'],
  'register':         ['province', 'city'],
  'audit':            ['national', 'province', 'city'],
  'administer-users': ['national', 'province'],
} as const satisfies Readonly<Record<string, readonly ScopeKind[]>>;

export type Role = keyof typeof roles;

/** Every role, in the order of the table. */
export const roleNames = Object.keys(roles) as readonly Role[];

/** Reads the name of a role. Throws `FormatError`. */
export function parseRole(text: string): Role {
  const found = roleNames.find((role) => role === text);
  if (found === undefined) throw new FormatError(`one of ${roleNames.join(', ')}`);
  return found;
}

/** Whether a role may be held with a scope. */
export function fits(role: Role, kind: ScopeKind): boolean {
  return (roles[role] as readonly ScopeKind[]).includes(kind);
}

/** At least one role, none twice, each open to the scope; else `-2` with every fault. */
export function requireRolesOfScope(held: readonly Role[], scope: Scope): void {
  const faults: FieldFault[] = held.filter((role) => !fits(role, scope.kind)).map((role) => ({
    field: 'roles', reason: `${role} is open to ${roles[role].join(', ')} scope, not to ${scope.text}`,
  }));
  if (held.length === 0) faults.push({ field: 'roles', reason: 'at least one is needed' });
  if (new Set(held).size < held.length) faults.push({ field: 'roles', reason: 'one stands twice' });
  if (faults.length > 0) throw refuse('badRequest', { faults });
}
