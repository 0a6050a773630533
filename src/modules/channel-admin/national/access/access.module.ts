import { Global, Module, type DynamicModule } from '@nestjs/common';
import { ACCESS_SETTINGS, type AccessSettings } from './access-settings.js';
import { AreaFinders } from './area-of-request.js';
import { LoginAttemptsStore } from './login-attempts.store.js';
import { Logins } from './logins.js';
import { ManagementActs } from './management-acts.js';
import { ManagementSessionStore } from './management-session.store.js';
import { ManagementUserStore } from './management-user.store.js';
import { ManagementUsers } from './management-users.js';
import { PasswordChecks } from './password-checks.js';
import { SessionController } from './session.controller.js';
import { Sessions } from './sessions.js';
import { UserArea } from './user-area.js';
import { UserController } from './user.controller.js';

const shared = [AreaFinders, ManagementActs, Sessions, ManagementUsers];

/** The door of the management centre: users, sessions, the guard. Global, so that every controller of the centre finds what its guard needs. */
@Global()
@Module({})
export class AccessModule {
  static forRoot(settings: AccessSettings): DynamicModule {
    return {
      module: AccessModule,
      controllers: [SessionController, UserController],
      providers: [
        ...shared, { provide: ACCESS_SETTINGS, useValue: settings }, ManagementUserStore, ManagementSessionStore, LoginAttemptsStore, PasswordChecks, Logins,
        UserArea,
      ],
      exports: shared,
    };
  }
}
