import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import { UnitOfWork } from '../../../../kernel/persistence/unit-of-work.js';
import { ACCESS_SETTINGS, type AccessSettings } from './access-settings.js';
import { noSession } from './login-refused.js';
import { ManagementSessionStore } from './management-session.store.js';
import { ManagementUserStore } from './management-user.store.js';
import type { ManagementUser } from './management-user.js';

/** Who stands behind a session. Roles and scope are those of this moment, not of the login. */
@Injectable()
export class Sessions {
  constructor(
    private readonly work: UnitOfWork, private readonly store: ManagementSessionStore, private readonly users: ManagementUserStore,
    @Inject(ACCESS_SETTINGS) private readonly settings: AccessSettings, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The user of a session that has not ended, or `500022`. Using it keeps it from going idle. */
  async requireUser(token: string): Promise<ManagementUser> {
    const { sessionIdleMs } = this.settings;
    const now = this.clock.now();
    const session = await this.store.find(token);
    if (session === null || session.expiresAt <= now || session.lastUsedAt + sessionIdleMs <= now) throw noSession();
    const user = await this.users.findById(session.userId);
    if (user?.standing !== 'active') throw noSession();
    // One write in a tenth of the idle time is exact enough and does not make every reading a writing.
    if (now - session.lastUsedAt > sessionIdleMs / 10) await this.work.run(() => this.store.touch(session.tokenIndex, now));
    return user;
  }
}
