import type { RegisteredUser } from './management-user.store.js';
import type { ManagementUser } from './management-user.js';

/** A user as the management centre tells of one. */
export function describeUser(user: ManagementUser | RegisteredUser) {
  const { name, scope, roles, passwordOrigin } = user;
  const known = 'standing' in user ? { displayName: user.displayName, standing: user.standing, changedAt: user.changedAt } : {};
  return { name, scope: scope.text, roles, passwordOrigin, ...known };
}
