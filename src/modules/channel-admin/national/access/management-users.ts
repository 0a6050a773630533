import { Inject, Injectable } from '@nestjs/common';
import { hashPassword } from '../../../../crypto/password-hash.js';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import { IDS, type Ids } from '../../../../kernel/ids.js';
import { refuse, refuseField } from '../../../../protocol/refusal.js';
import { parseScope, type Scope } from '../../area.rules.js';
import { requireRolesOfScope, type Role } from '../../role.rules.js';
import { requireGoodUserPassword } from '../../user-password.rules.js';
import { WrongState } from '../../wrong-state.rules.js';
import { ACCESS_SETTINGS, type AccessSettings } from './access-settings.js';
import { LoginAttemptsStore } from './login-attempts.store.js';
import { ManagementActs } from './management-acts.js';
import { ManagementSessionStore } from './management-session.store.js';
import { requireWithin, type ManagementUser } from './management-user.js';
import type { PasswordOrigin } from './management-user.entity.js';
import { ManagementUserStore, type RegisteredUser } from './management-user.store.js';
import type { UserFields } from './user-fields.js';

/** A user to be entered. */
export interface WantedUser extends UserFields {
  readonly name: string;
  readonly password: string;
  readonly passwordOrigin: PasswordOrigin;
}

/** Whoever enters or changes users: an administrator, or the operator of the machine who enters the first one. */
export type Administrator = Pick<ManagementUser, 'name' | 'scope'>;

/** Enters users and changes what they may do. Nobody gives more than lies in the own scope. */
@Injectable()
export class ManagementUsers {
  constructor(
    private readonly users: ManagementUserStore, private readonly sessions: ManagementSessionStore, private readonly attempts: LoginAttemptsStore,
    private readonly acts: ManagementActs, @Inject(ACCESS_SETTINGS) private readonly settings: Pick<AccessSettings, 'passwordHashCost'>,
    @Inject(CLOCK) private readonly clock: Clock, @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** Enters a user. */
  async add(by: Administrator, wanted: WantedUser): Promise<RegisteredUser> {
    const { name, displayName, password, passwordOrigin } = wanted;
    const rights = rightsOf(by, wanted);
    requireGoodUserPassword('initialPassword', password, name);
    const hash = await hashPassword(password, this.settings.passwordHashCost);
    const user = { userId: this.ids.id(), name, displayName, ...rights, standing: 'active' as const, passwordOrigin, changedAt: this.clock.now() };
    const facts = { scope: rights.scope.text, roles: rights.roles.join(',') };
    return this.acts.perform(by, { act: 'management.user.add', subject: name, facts }, async () => {
      if ((await this.users.find(name)) !== undefined) throw refuseField('name', 'is taken');
      await this.users.insert(user, hash);
      return user;
    });
  }

  /** The user of a name, or `-5`: the address names nobody. */
  async require(name: string): Promise<RegisteredUser> {
    const found = await this.users.find(name);
    if (found === undefined) throw refuse('badAddress', { faults: [{ field: 'name', reason: 'is the name of no user' }] });
    return found;
  }

  /** Gives a user other rights; nobody gives them to himself. Open sessions have them from now on. */
  async change(by: Administrator, name: string, wanted: UserFields): Promise<RegisteredUser> {
    requireAnother(by, name);
    const rights = rightsOf(by, wanted);
    const facts = { scope: rights.scope.text, roles: rights.roles.join(',') };
    return this.acts.perform(by, { act: 'management.user.change', subject: name, facts }, async () => {
      const { userId } = await this.require(name);
      await this.users.change(userId, { displayName: wanted.displayName, ...rights }, this.clock.now());
      return this.require(name);
    });
  }

  /** The user may not log in any more; every session ends. */
  async disable(by: Administrator, name: string, reason: string): Promise<void> {
    requireAnother(by, name);
    await this.acts.perform(by, { act: 'management.user.disable', subject: name, facts: { reason } }, async () => {
      const { userId, standing } = await this.require(name);
      if (standing === 'disabled') throw new WrongState('badRequest', 'the user is disabled already');
      await this.users.change(userId, { standing: 'disabled' }, this.clock.now());
      await this.sessions.endAll(userId);
    });
  }

  async enable(by: Administrator, name: string, reason: string): Promise<void> {
    await this.acts.perform(by, { act: 'management.user.enable', subject: name, facts: { reason } }, async () => {
      const { userId, standing } = await this.require(name);
      if (standing === 'active') throw new WrongState('badRequest', 'the user is active');
      await this.users.change(userId, { standing: 'active' }, this.clock.now());
    });
  }

  /** Gives a user another initial password; every session ends and a lock is lifted. */
  async resetPassword(by: Administrator, name: string, password: string): Promise<void> {
    requireAnother(by, name);
    requireGoodUserPassword('initialPassword', password, name);
    const hash = await hashPassword(password, this.settings.passwordHashCost);
    await this.acts.perform(by, { act: 'management.password.reset', subject: name }, async () => {
      const { userId } = await this.require(name);
      await this.users.setPassword(userId, hash, 'initial', this.clock.now());
      await this.sessions.endAll(userId);
      await this.attempts.forget(name);
    });
  }
}

function rightsOf(by: Administrator, wanted: Pick<UserFields, 'scope' | 'roles'>): { scope: Scope; roles: readonly Role[] } {
  const scope = parseScope(wanted.scope);
  requireRolesOfScope(wanted.roles, scope);
  requireWithin(by, scope.area);
  return { scope, roles: wanted.roles };
}

function requireAnother(by: Administrator, name: string): void {
  if (by.name === name) throw refuse('forbidden', { faults: [{ field: 'name', reason: 'is your own; another administrator does this' }] });
}
