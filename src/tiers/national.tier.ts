import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { TierDefinition } from '../kernel/host/tier-definition.js';
import { ActivationModule } from '../modules/activation/national/index.js';
import { HandlingEntity } from '../modules/activation/national/handling.entity.js';
import { ChannelAuthorizationEntity } from '../modules/authorization/channel-authorization.entity.js';
import { AccessPassEntity } from '../modules/authorization/national/channel-access/access-pass.entity.js';
import { CredentialPasswordEntity } from '../modules/authorization/national/credential-password.entity.js';
import { FailedAttemptEntity } from '../modules/authorization/national/failed-attempt.entity.js';
import { AuthorizationModule, ChannelAccessModule } from '../modules/authorization/national/index.js';
import { SmsCodeEntity } from '../modules/authorization/national/sms-code.entity.js';
import { ChannelAdminModule } from '../modules/channel-admin/national/channel-admin.module.js';
import { managementCentreEntities } from '../modules/channel-admin/national/management-centre-entities.js';
import { ManagementCentreModule } from '../modules/channel-admin/national/management-centre.module.js';
import { MonitoringModule } from '../modules/channel-admin/national/monitoring/monitoring.module.js';
import { CrossProvinceExchangeModule } from '../modules/cross-province-exchange/national/cross-province-exchange.module.js';
import { IntakeModule } from '../modules/intake/national/intake.module.js';
import { PageVisitEntity } from '../modules/pages/national/page-visit.entity.js';
import { PagesModule } from '../modules/pages/national/pages.module.js';
import { BankCardEntity } from '../modules/presentation/national/bank-card.entity.js';
import { PresentationModule } from '../modules/presentation/national/presentation.module.js';
import { DisplayEntity } from '../modules/qrcode/display.entity.js';
import { QrCodeModule } from '../modules/qrcode/national/index.js';
import { PoolingChoiceEntity } from '../modules/qrcode/pooling-choice.entity.js';
import { QrCodeEntity } from '../modules/qrcode/qr-code.entity.js';
import { StatisticsModule } from '../modules/statistics/national/index.js';
import { statisticsEntities } from '../modules/statistics/statistics-entities.js';
import { nationalPrefix } from '../protocol/dictionaries/provinces.js';
import { CREDENTIAL_NUMBERS, credentialNumbers, UNIT_CREDENTIAL_NUMBERS, unitCredentialNumbers } from '../registry/credential/credential-number.js';
import { CredentialReplicaEntity } from '../registry/credential/credential-replica.entity.js';
import { PersonMobileEntity } from '../registry/person/person-mobile.entity.js';
import { ReturnAddressEntity } from '../registry/channel/return-address.entity.js';
import { NATIONAL } from '../registry/province/peer-names.js';
import { registryEntities, RegistryModule } from '../registry/registry.module.js';
import { UnitRepresentativeEntity } from '../registry/unit/unit-representative.entity.js';
import { RegistryTerminalNetworks1790001300011 } from './migrations/registry-8-terminal-networks.js';
import { NationalInitial1790000000001 } from './migrations/national-1-initial.js';
import { NationalChannelAccess1790000600003 } from './migrations/national-3-channel-access.js';
import { NationalAuthorization1790000100001 } from './migrations/national-2-authorization.js';
import { NationalQrCode1790000400001 } from './migrations/national-4-qrcode.js';
import { NationalMonitoring1790000980001 } from './migrations/national-5-monitoring.js';
import { NationalPresentation1790000700001 } from './migrations/national-5-presentation.js';
import { NationalStatistics1790000950001 } from './migrations/national-5-statistics.js';
import { NationalManagementCentre1790000200001 } from './migrations/national-2-management-centre.js';
import { NationalTerminals1790000900002 } from './migrations/national-6-terminals.js';
import { NationalUnits1790001200002 } from './migrations/national-7-units.js';
import { NationalPages1790001300001 } from './migrations/national-8-pages.js';
import { RegistryUnits1790001200001 } from './migrations/registry-7-units.js';
import { RegistryRotation1790000200002 } from './migrations/registry-2-rotation.js';
import { monitoringSettings } from './monitoring-config.js';
import { RegistryInstitutions1790000900001 } from './migrations/registry-6-institutions.js';
import { RegistrySigningForms1790001100001 } from './migrations/registry-3-signing-forms.js';
import { NationalConfig, nationalEnvironment } from './national-config.js';

@Global()
@Module({})
class NationalKeysModule {
  static forRoot(config: NationalConfig): DynamicModule {
    const key = Buffer.from(config.credentialNumberKey, 'hex');
    const numbers = [
      { provide: CREDENTIAL_NUMBERS, useValue: credentialNumbers(key) }, { provide: UNIT_CREDENTIAL_NUMBERS, useValue: unitCredentialNumbers(key) },
    ];
    return { module: NationalKeysModule, providers: numbers, exports: numbers };
  }
}

/** 国家电子凭证业务中台 (5.2.2), with the management centre (5.2.1). */
export const nationalTier: TierDefinition<NationalConfig> = {
  server: 'national',
  nameOf: () => NATIONAL,
  config: NationalConfig,
  environment: nationalEnvironment,
  entities: [
    ...registryEntities, CredentialReplicaEntity, PersonMobileEntity, ChannelAuthorizationEntity, HandlingEntity, AccessPassEntity, CredentialPasswordEntity,
    UnitRepresentativeEntity, ReturnAddressEntity, PageVisitEntity,
    FailedAttemptEntity, SmsCodeEntity, QrCodeEntity, DisplayEntity, PoolingChoiceEntity, BankCardEntity, ...managementCentreEntities,
    ...statisticsEntities,
  ],
  migrations: [
    NationalInitial1790000000001, NationalManagementCentre1790000200001, RegistryRotation1790000200002, NationalAuthorization1790000100001,
    NationalChannelAccess1790000600003, NationalQrCode1790000400001, NationalPresentation1790000700001, NationalMonitoring1790000980001,
    RegistryInstitutions1790000900001, NationalTerminals1790000900002, NationalStatistics1790000950001, RegistrySigningForms1790001100001,
    RegistryUnits1790001200001, NationalUnits1790001200002, NationalPages1790001300001, RegistryTerminalNetworks1790001300011,
  ],
  modules: (config) => {
    const authorization = AuthorizationModule.forRoot(authorizationSettings(config));
    const activation = ActivationModule.forRoot(activationSettings(config), authorization);
    const { code, display } = config.lifetimes;
    const qrCode = QrCodeModule.forRoot({ issuer: nationalPrefix, codeMs: code * 1000, displayMs: display * 1000 }, authorization);
    const statistics = StatisticsModule.forRoot({ source: nationalPrefix, countEveryMs: config.statistics.countEverySeconds * 1000 });
    return [
      // No terminal speaks to national.
      RegistryModule.forRoot({ taken: false }),
      statistics,
      NationalKeysModule.forRoot(config),
      authorization,
      activation,
      PagesModule.forRoot({ url: config.pages.url }, [activation, authorization, ChannelAccessModule]),
      ChannelAdminModule,
      ManagementCentreModule.forRoot({ ...accessSettings(config), superviseEveryMs: config.statistics.superviseEverySeconds * 1000 }, statistics),
      MonitoringModule.forRoot(monitoringSettings(config.monitoring)),
      qrCode,
      PresentationModule.forRoot({ faceSearch: address(config.faceSearch), cardHolder: address(config.cardHolder) }, authorization),
      CrossProvinceExchangeModule.forRoot(qrCode),
      IntakeModule,
    ];
  },
};

const address = ({ url, timeoutMs }: NationalConfig['realName']) => ({ url, timeoutMs });

const activationSettings = ({ handlingSeconds, realName, realPerson, wechat, alipay }: NationalConfig) => ({
  handlingMs: handlingSeconds * 1000, realName: address(realName), realPerson: address(realPerson),
  wechat: { tokenUrl: wechat.tokenUrl, checkUrl: wechat.checkUrl, timeoutMs: wechat.timeoutMs, accounts: wechat.accounts },
  alipay: {
    url: alipay.url, appId: alipay.appId, privateKey: alipay.privateKey, alipayPublicKey: alipay.alipayPublicKey, encryptKey: alipay.encryptKey,
    timeoutMs: alipay.timeoutMs,
  },
});

const authorizationSettings = ({ lockout, sms, passwordHashCost, pages }: NationalConfig) => ({
  passwordHashCost, pagesRequired: pages.required,
  lockout: { tries: lockout.tries, lockMs: lockout.seconds * 1000 },
  sms: { codeMs: sms.codeSeconds * 1000, resendMs: sms.resendSeconds * 1000, tries: sms.tries, perDay: sms.perDay },
  smsGateway: address(sms),
});

const MINUTE = 60_000;

const accessSettings = ({ passwordHashCost, managementCentre: { sessionIdleMinutes, sessionHours, attemptsBeforeLock, lockMinutes } }: NationalConfig) => ({
  passwordHashCost, sessionIdleMs: sessionIdleMinutes * MINUTE, sessionMs: sessionHours * 60 * MINUTE, attemptsBeforeLock, lockMs: lockMinutes * MINUTE,
});
