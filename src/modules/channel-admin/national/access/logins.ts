import { Inject, Injectable } from '@nestjs/common';
import { hashPassword } from '../../../../crypto/password-hash.js';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import { IDS, type Ids } from '../../../../kernel/ids.js';
import { UnitOfWork } from '../../../../kernel/persistence/unit-of-work.js';
import { requireGoodUserPassword } from '../../user-password.rules.js';
import { ACCESS_SETTINGS, type AccessSettings } from './access-settings.js';
import { LoginAttemptsStore } from './login-attempts.store.js';
import { locked, LoginRefused } from './login-refused.js';
import { ManagementActs } from './management-acts.js';
import { ManagementSessionStore } from './management-session.store.js';
import { ManagementUserStore, type RegisteredUser } from './management-user.store.js';
import { actorOf, type ManagementUser } from './management-user.js';
import { PasswordChecks } from './password-checks.js';

/** What a login gives, once. */
export interface OpenedSession {
  readonly token: string;
  readonly expiresAt: number;
  readonly user: RegisteredUser;
}

const LOGIN = 'management.session.open';

/** Comes and goes: login by name and password, logout, change of one's own password. */
@Injectable()
export class Logins {
  constructor(
    private readonly work: UnitOfWork, private readonly users: ManagementUserStore, private readonly sessions: ManagementSessionStore,
    private readonly attempts: LoginAttemptsStore, private readonly checks: PasswordChecks, private readonly acts: ManagementActs,
    @Inject(ACCESS_SETTINGS) private readonly settings: AccessSettings, @Inject(CLOCK) private readonly clock: Clock, @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** Opens a session. Refuses with `-4` whatever does not fit, and with `-6` a name that is locked. */
  async login(name: string, password: string): Promise<OpenedSession> {
    const hash = await this.checked(name, password);
    const token = this.ids.lower(52);
    const now = this.clock.now();
    const expiresAt = now + this.settings.sessionMs;
    const user = await this.acts.perform({ name }, { act: LOGIN, subject: name }, async () => {
      const found = await this.users.find(name);
      // Between the slow check and this moment the user may have been disabled or given another password.
      if (found?.standing !== 'active' || (await this.users.passwordHashOf(found.userId)) !== hash) throw new LoginRefused();
      await this.attempts.forget(name);
      await this.sessions.open(token, found.userId, now, expiresAt);
      return found;
    });
    return { token, expiresAt, user };
  }

  async logout(user: ManagementUser, token: string): Promise<void> {
    await this.acts.perform(user, { act: 'management.session.end', subject: user.name }, () => this.sessions.end(token));
  }

  /** Ends every session of the user, this one too. */
  async changeOwnPassword(user: ManagementUser, current: string, next: string): Promise<void> {
    requireGoodUserPassword('newPassword', next, user.name);
    await this.checked(user.name, current);
    const hash = await hashPassword(next, this.settings.passwordHashCost);
    await this.acts.perform(user, { act: 'management.password.change', subject: user.name }, async () => {
      await this.users.setPassword(user.userId, hash, 'own', this.clock.now());
      await this.sessions.endAll(user.userId);
      await this.attempts.forget(user.name);
    });
  }

  /** The stored hash that the password fits; an attempt is taken first. */
  private async checked(name: string, password: string): Promise<string> {
    const now = this.clock.now();
    const lockedUntil = await this.work.run(() => this.attempts.take(name, this.settings, now));
    if (lockedUntil !== undefined) throw locked(lockedUntil - now);
    const user = await this.users.find(name);
    const hash = user?.standing === 'active' ? await this.users.passwordHashOf(user.userId) : undefined;
    if ((await this.checks.fits(password, hash)) && hash !== undefined) return hash;
    // Whoever has no name here may have typed a password in its place: the journal keeps the blind index only.
    await this.work.run(() => this.acts.note(user === undefined ? 'user:' : actorOf(user), { act: LOGIN, subject: name }, 'refused'));
    throw new LoginRefused();
  }
}
