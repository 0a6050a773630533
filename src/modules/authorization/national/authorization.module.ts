import { Module, type DynamicModule } from '@nestjs/common';
import { Contacts } from '../../../kernel/link/contacts.js';
import { ChannelAuthorizationStore } from '../channel-authorization.store.js';
import { AskedAuthorizations } from './asked-authorizations.js';
import { AuthorizationManagement } from './authorization-management.js';
import { AUTHORIZATION_SETTINGS, type AuthorizationSettings } from './authorization-settings.js';
import { ChangeAuthorizationHandler } from './change-authorization.handler.js';
import { ChannelAuthorizations } from './channel-authorizations.js';
import { CodeHolders } from './code-holders.js';
import { CredentialPasswordStore } from './credential-password.store.js';
import { ExchangeCredentialHandler } from './exchange-credential.handler.js';
import { ExchangePresenceHandler } from './exchange-presence.handler.js';
import { FailedAttemptStore } from './failed-attempt.store.js';
import { GrantAuthorizationHandler } from './grant-authorization.handler.js';
import { HttpSmsSender } from './http-sms-sender.js';
import { KnownPersons } from './known-persons.js';
import { ListAuthorizationsHandler } from './list-authorizations.handler.js';
import { Lockout } from './lockout.js';
import { OfficialChannel } from './official-channel.js';
import { PageDuty } from './page-duty.js';
import { PasswordCheck } from './password-check.js';
import { PersonConfirmation } from './person-confirmation.js';
import { PersonalGrant } from './personal-grant.js';
import { QueryAuthorizationHandler } from './query-authorization.handler.js';
import { SmsCodeStore } from './sms-code.store.js';
import { SmsCodes } from './sms-codes.js';
import { SMS_SENDER } from './sms-sender.port.js';
import { AppointAgentHandler } from './units/appoint-agent.handler.js';
import { ChangeUnitAuthorizationHandler } from './units/change-unit-authorization.handler.js';
import { DismissAgentHandler } from './units/dismiss-agent.handler.js';
import { ExchangeUnitHandler } from './units/exchange-unit.handler.js';
import { GrantUnitAuthorizationHandler } from './units/grant-unit-authorization.handler.js';
import { ListAgentsHandler } from './units/list-agents.handler.js';
import { ListUnitAuthorizationsHandler } from './units/list-unit-authorizations.handler.js';
import { UnitMandates } from './units/unit-mandates.js';

const handlers = [
  GrantAuthorizationHandler, QueryAuthorizationHandler, ListAuthorizationsHandler, ChangeAuthorizationHandler, ExchangeCredentialHandler,
  ExchangePresenceHandler,
];
/** 单位授权 (INT-66, INT-69). */
const unitHandlers = [
  GrantUnitAuthorizationHandler, ListUnitAuthorizationsHandler, ChangeUnitAuthorizationHandler, AppointAgentHandler, DismissAgentHandler, ListAgentsHandler,
  ExchangeUnitHandler,
];
const faces = [ChannelAuthorizations, CodeHolders, CredentialPasswordStore, Lockout, PageDuty, PasswordCheck, PersonalGrant, SmsCodes];

/** 授权, national shelf: who may use a credential, and how the person confirms it. */
@Module({})
export class AuthorizationModule {
  static forRoot(settings: AuthorizationSettings): DynamicModule {
    return {
      module: AuthorizationModule,
      providers: [
        ...faces, ...handlers, ...unitHandlers, ChannelAuthorizationStore, FailedAttemptStore, SmsCodeStore, OfficialChannel, PersonConfirmation, KnownPersons,
        AuthorizationManagement, AskedAuthorizations, UnitMandates,
        { provide: AUTHORIZATION_SETTINGS, useValue: settings },
        { provide: SMS_SENDER, inject: [Contacts], useFactory: (contacts: Contacts) => new HttpSmsSender(settings.smsGateway, contacts) },
      ],
      exports: faces,
    };
  }
}
