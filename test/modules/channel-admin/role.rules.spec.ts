import { describe, expect, it } from '@jest/globals';
import { parseScope } from '../../../src/modules/channel-admin/area.rules.js';
import { parseRole, requireRolesOfScope, roleNames, type Role } from '../../../src/modules/channel-admin/role.rules.js';
import { FormatError } from '../../../src/protocol/identifiers.js';
import { Refusal } from '../../../src/protocol/refusal.js';

/** Said once more here, so that a change of the table is noticed. */
const held: Record<Role, string[]> = {
  apply: ['province:35', 'city:350200'],
  endorse: ['province:35'],
  decide: ['national'],
  issue: ['national'],
  operate: ['national', 'province:35'],
  register: ['province:35', 'city:350200'],
  audit: ['national', 'province:35', 'city:350200'],
  'administer-users': ['national', 'province:35'],
};

const faultsOf = (roles: Role[], scope: string): string[] => {
  try {
    requireRolesOfScope(roles, parseScope(scope));
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.faults.map(({ reason }) => reason);
  }
};

describe('which roles go with which scope', () => {
  it('knows eight roles', () => {
    expect([...roleNames].sort()).toEqual(Object.keys(held).sort());
  });

  it.each(roleNames.flatMap((role) => ['national', 'province:35', 'city:350200'].map((scope) => ({ role, scope }))))('$role with $scope', ({ role, scope }) => {
    expect(faultsOf([role], scope).length === 0).toBe(held[role].includes(scope));
  });

  it('names every fault at once', () => {
    expect(faultsOf(['decide', 'endorse', 'endorse'], 'city:350200')).toHaveLength(4);
    expect(faultsOf([], 'national')).toEqual(['at least one is needed']);
  });

  it.each(['', 'Apply', 'apply ', 'administer', '__proto__', 'constructor'])('knows no role %p', (text) => {
    expect(() => parseRole(text)).toThrow(FormatError);
  });
});
