import { Module, type DynamicModule } from '@nestjs/common';
import { AuthorizationModule } from '../../authorization/national/index.js';
import { ActivateCredentialHandler } from './activate-credential.handler.js';
import { ACTIVATION_SETTINGS, type ActivationSettings } from './activation-settings.js';
import { CredentialPasswordStore } from './credential-password.store.js';
import { HandlingStore } from './handling.store.js';
import { HttpRealNameVerifier, HttpRealPersonVerifier } from './http-verifiers.js';
import { REAL_NAME_VERIFIER, REAL_PERSON_VERIFIER } from './verifiers.port.js';
import { VerifyRealNameHandler } from './verify-real-name.handler.js';
import { VerifyRealPersonHandler } from './verify-real-person.handler.js';

/** 激活, national shelf. */
@Module({})
export class ActivationModule {
  static forRoot(settings: ActivationSettings): DynamicModule {
    return {
      module: ActivationModule,
      imports: [AuthorizationModule],
      providers: [
        HandlingStore, CredentialPasswordStore, VerifyRealNameHandler, VerifyRealPersonHandler, ActivateCredentialHandler,
        { provide: ACTIVATION_SETTINGS, useValue: settings },
        { provide: REAL_NAME_VERIFIER, useValue: new HttpRealNameVerifier(settings.realName) },
        { provide: REAL_PERSON_VERIFIER, useValue: new HttpRealPersonVerifier(settings.realPerson) },
      ],
    };
  }
}
