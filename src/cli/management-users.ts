import { USUAL_HASH_COST } from '../crypto/password-hash.js';
import type { Kernel } from '../kernel/host/kernel.js';
import { parseScope } from '../modules/channel-admin/area.rules.js';
import { LoginAttemptsStore } from '../modules/channel-admin/national/access/login-attempts.store.js';
import { ManagementActs } from '../modules/channel-admin/national/access/management-acts.js';
import { ManagementSessionStore } from '../modules/channel-admin/national/access/management-session.store.js';
import { ManagementUserStore } from '../modules/channel-admin/national/access/management-user.store.js';
import { ManagementUsers } from '../modules/channel-admin/national/access/management-users.js';
import { requireValid } from '../modules/channel-admin/national/access/request-data.js';
import { NewUserFields } from '../modules/channel-admin/national/access/user-fields.js';

/** A user of the management centre as whoever stands at the machine names him. */
export interface UserWish {
  readonly name: string;
  readonly displayName: string;
  /** `national`, `province:35` or `city:350200`. */
  readonly scope: string;
  readonly roles: readonly string[];
  /** The user's own: it need not be changed at the first login. */
  readonly password: string;
}

/** Whoever stands at the machine, in the journal. */
const OPERATOR = { name: 'openec-user-add', scope: parseScope('national') };

/** Enters a user beside HTTP, as the first one must be; `passwordHashCost` as the tier is configured. Throws the `Refusal` with every fault. */
export async function enterUser(kernel: Kernel, wish: UserWish, passwordHashCost = USUAL_HASH_COST): Promise<void> {
  const { password, ...typed } = wish;
  const { name, displayName, scope, roles } = requireValid(NewUserFields, { ...typed, initialPassword: password });
  await usersOf(kernel, passwordHashCost).add(OPERATOR, { name, displayName, scope, roles, password, passwordOrigin: 'own' });
}

function usersOf({ work, protection, journal, clock, ids }: Kernel, passwordHashCost: number): ManagementUsers {
  const users = new ManagementUserStore(work, protection);
  const acts = new ManagementActs(work, journal, protection);
  return new ManagementUsers(users, new ManagementSessionStore(work, protection), new LoginAttemptsStore(work, protection), acts, { passwordHashCost }, clock, ids);
}
