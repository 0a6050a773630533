import { refuse } from '../../../../protocol/refusal.js';
import { covers, type Area, type Scope } from '../../area.rules.js';
import type { Role } from '../../role.rules.js';
import type { PasswordOrigin } from './management-user.entity.js';

/** Somebody who is logged in to the management centre. */
export interface ManagementUser {
  readonly userId: string;
  readonly name: string;
  readonly scope: Scope;
  readonly roles: readonly Role[];
  readonly passwordOrigin: PasswordOrigin;
}

/** Name of a user in the journal. */
export const actorOf = ({ name }: Pick<ManagementUser, 'name'>): string => `user:${name}`;

/** What lies in `area` is this user's business, or `-4`. */
export function requireWithin(user: Pick<ManagementUser, 'scope'>, area: Area, field = 'scope'): void {
  if (covers(user.scope.area, area)) return;
  throw refuse('forbidden', { faults: [{ field, reason: `lies outside of your scope ${user.scope.text}` }] });
}
