import { Module, type DynamicModule } from '@nestjs/common';
import { Contacts } from '../../../kernel/link/contacts.js';
import { ActivateCredentialHandler } from './activate-credential.handler.js';
import { ACTIVATION_SETTINGS, type ActivationSettings } from './activation-settings.js';
import { ChangePasswordHandler } from './change-password.handler.js';
import { ChangePersonHandler } from './change-person.handler.js';
import { HandlingStore } from './handling.store.js';
import { HttpRealNameVerifier, HttpRealPersonVerifier } from './http-verifiers.js';
import { IdentityChange } from './identity-change.js';
import { MobileBinding } from './mobile-binding.js';
import { QueryStateHandler } from './query-state.handler.js';
import { ResetPasswordHandler } from './reset-password.handler.js';
import { SendSmsCodeHandler } from './send-sms-code.handler.js';
import { ActivateUnitHandler } from './units/activate-unit.handler.js';
import { ChangeUnitHandler } from './units/change-unit.handler.js';
import { ListUnitsHandler } from './units/list-units.handler.js';
import { QueryUnitStateHandler } from './units/query-unit-state.handler.js';
import { UnitChange } from './units/unit-change.js';
import { REAL_NAME_VERIFIER, REAL_PERSON_VERIFIER } from './verifiers.port.js';
import { VerifyPasswordHandler } from './verify-password.handler.js';
import { VerifyRealNameHandler } from './verify-real-name.handler.js';
import { VerifyRealPersonHandler } from './verify-real-person.handler.js';

const handlers = [
  QueryStateHandler, VerifyRealNameHandler, VerifyRealPersonHandler, SendSmsCodeHandler, ActivateCredentialHandler,
  VerifyPasswordHandler, ChangePasswordHandler, ResetPasswordHandler, ChangePersonHandler,
  ActivateUnitHandler, QueryUnitStateHandler, ListUnitsHandler, ChangeUnitHandler,
];

/** 激活, national shelf. */
@Module({})
export class ActivationModule {
  /** `authorization` is the tier's authorization room: an activation authorizes the channel at once (6.1.2.3 b). */
  static forRoot(settings: ActivationSettings, authorization: DynamicModule): DynamicModule {
    return {
      module: ActivationModule,
      imports: [authorization],
      providers: [
        ...handlers, HandlingStore, MobileBinding, IdentityChange, UnitChange,
        { provide: ACTIVATION_SETTINGS, useValue: settings },
        { provide: REAL_NAME_VERIFIER, inject: [Contacts], useFactory: (contacts: Contacts) => new HttpRealNameVerifier(settings.realName, contacts) },
        { provide: REAL_PERSON_VERIFIER, inject: [Contacts], useFactory: (contacts: Contacts) => new HttpRealPersonVerifier(settings.realPerson, contacts) },
      ],
    };
  }
}
