import { Module, type DynamicModule, type FactoryProvider, type ValueProvider } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import { IDS, type Ids } from '../../../kernel/ids.js';
import { Contacts } from '../../../kernel/link/contacts.js';
import { ActivateCredentialHandler } from './activate-credential.handler.js';
import { ACTIVATION_SETTINGS, type ActivationSettings } from './activation-settings.js';
import { AlipayGateway } from './alipay/alipay-gateway.js';
import { ALIPAY } from './alipay/alipay.port.js';
import { BeginAlipayFaceHandler } from './alipay/begin-alipay-face.handler.js';
import { CertifyTickets } from './alipay/certify-tickets.js';
import { FinishAlipayFaceHandler } from './alipay/finish-alipay-face.handler.js';
import { HttpAlipay } from './alipay/http-alipay.js';
import { VerifyRealNameByAlipayHandler } from './alipay/verify-real-name-by-alipay.handler.js';
import { ChangePasswordHandler } from './change-password.handler.js';
import { ChangePersonHandler } from './change-person.handler.js';
import { CredentialActivation } from './credential-activation.js';
import { HandlingStore } from './handling.store.js';
import { HttpRealNameVerifier, HttpRealPersonVerifier } from './http-verifiers.js';
import { IdentityChange } from './identity-change.js';
import { MobileBinding } from './mobile-binding.js';
import { OpenedHandlings } from './opened-handlings.js';
import { QueryStateHandler } from './query-state.handler.js';
import { RealPersonProof } from './real-person-proof.js';
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
import { HttpWechatRealName } from './wechat/http-wechat-real-name.js';
import { VerifyRealNameByWechatHandler } from './wechat/verify-real-name-by-wechat.handler.js';
import { WechatAccounts } from './wechat/wechat-accounts.js';
import { WECHAT_REAL_NAME, WECHAT_SETTINGS } from './wechat/wechat.port.js';

const handlers = [
  QueryStateHandler, VerifyRealNameHandler, VerifyRealPersonHandler, SendSmsCodeHandler, ActivateCredentialHandler,
  VerifyPasswordHandler, ChangePasswordHandler, ResetPasswordHandler, ChangePersonHandler,
  VerifyRealNameByWechatHandler, VerifyRealNameByAlipayHandler, BeginAlipayFaceHandler, FinishAlipayFaceHandler,
  ActivateUnitHandler, QueryUnitStateHandler, ListUnitsHandler, ChangeUnitHandler,
];

/** Whoever outside confirms a real name or a face. */
const verifiers = (settings: ActivationSettings): (FactoryProvider | ValueProvider)[] => [
  { provide: REAL_NAME_VERIFIER, inject: [Contacts], useFactory: (contacts: Contacts) => new HttpRealNameVerifier(settings.realName, contacts) },
  { provide: REAL_PERSON_VERIFIER, inject: [Contacts], useFactory: (contacts: Contacts) => new HttpRealPersonVerifier(settings.realPerson, contacts) },
  { provide: WECHAT_SETTINGS, useValue: settings.wechat },
  { provide: WECHAT_REAL_NAME, inject: [Contacts, IDS], useFactory: (contacts: Contacts, ids: Ids) => new HttpWechatRealName(settings.wechat, contacts, ids) },
  {
    provide: ALIPAY, inject: [Contacts, CLOCK],
    useFactory: (contacts: Contacts, clock: Clock) => new HttpAlipay(new AlipayGateway(settings.alipay, contacts, clock)),
  },
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
        ...handlers, ...verifiers(settings), HandlingStore, OpenedHandlings, CredentialActivation, RealPersonProof, MobileBinding, IdentityChange, UnitChange, WechatAccounts,
        CertifyTickets,
        { provide: ACTIVATION_SETTINGS, useValue: settings },
      ],
      exports: [CredentialActivation],
    };
  }
}
