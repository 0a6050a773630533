import type { TierDefinition } from '../kernel/host/tier-definition.js';
import { ActivationModule } from '../modules/activation/province/activation.module.js';
import { ChannelAuthorizationEntity } from '../modules/authorization/channel-authorization.entity.js';
import { BillLinkModule } from '../modules/authorization/province/bill-link/bill-link.module.js';
import { AuthorizationModule } from '../modules/authorization/province/index.js';
import { ChannelAdminModule } from '../modules/channel-admin/province/channel-admin.module.js';
import { BusinessHandlingEntity } from '../modules/cross-province-exchange/province/business-handling.entity.js';
import { CompletionNoticeEntity } from '../modules/cross-province-exchange/province/completion-notice.entity.js';
import { CrossProvinceExchangeModule } from '../modules/cross-province-exchange/province/index.js';
import { intakeEntities } from '../modules/intake/province/intake-entities.js';
import { FaceAuthenticationEntity } from '../modules/presentation/province/face-authentication.entity.js';
import { FailedLookUpEntity } from '../modules/presentation/province/failed-look-up.entity.js';
import { PresentationModule } from '../modules/presentation/province/presentation.module.js';
import { DisplayEntity } from '../modules/qrcode/display.entity.js';
import { EcTokenEntity } from '../modules/qrcode/province/ec-token.entity.js';
import { QrCodeModule } from '../modules/qrcode/province/index.js';
import { PoolingChoiceEntity } from '../modules/qrcode/pooling-choice.entity.js';
import { QrCodeEntity } from '../modules/qrcode/qr-code.entity.js';
import { SettlementEntity } from '../modules/settlement/province/settlement.entity.js';
import { SettlementModule } from '../modules/settlement/province/settlement.module.js';
import { StatisticsModule } from '../modules/statistics/province/statistics.module.js';
import { statisticsEntities } from '../modules/statistics/statistics-entities.js';
import { UnansweredPlacesEntity } from '../registry/person/unanswered-places.entity.js';
import { passwordWhen } from '../registry/policy/password-policy.js';
import { admits } from '../registry/policy/presentation-policy.js';
import { peerOfProvince } from '../registry/province/peer-names.js';
import { registryEntities, RegistryModule } from '../registry/registry.module.js';
import { insuranceSystemAccess } from './insurance-system-config.js';
import { ProvinceInitial1790000000001 } from './migrations/province-1-initial.js';
import { ProvinceSettlement1790000500002 } from './migrations/province-2-settlement.js';
import { ProvinceAuthorization1790000100001 } from './migrations/province-3-authorization.js';
import { ProvinceChannelAccess1790000600003 } from './migrations/province-3-channel-access.js';
import { ProvinceQrCode1790000400001 } from './migrations/province-4-qrcode.js';
import { ProvinceExchange1790000400002 } from './migrations/province-5-exchange.js';
import { ProvincePresentation1790000700001 } from './migrations/province-6-presentation.js';
import { ProvinceStatistics1790000950001 } from './migrations/province-6-statistics.js';
import { ProvinceUnits1790001200003 } from './migrations/province-7-units.js';
import { ProvinceIntake1790001400001 } from './migrations/province-8-intake.js';
import { RegistryUnits1790001200001 } from './migrations/registry-7-units.js';
import { RegistryRotation1790000200002 } from './migrations/registry-2-rotation.js';
import { RegistryInstitutions1790000900001 } from './migrations/registry-6-institutions.js';
import { RegistrySigningForms1790001100001 } from './migrations/registry-3-signing-forms.js';
import { RegistryTerminalNetworks1790001300011 } from './migrations/registry-8-terminal-networks.js';
import { ProvinceConfig, provinceEnvironment } from './province-config.js';
import { terminalProfile } from './terminal-profile-config.js';

/** 省级电子凭证业务中台 (5.2.3). */
export const provinceTier: TierDefinition<ProvinceConfig> = {
  server: 'province',
  nameOf: (config) => peerOfProvince(config.province),
  config: ProvinceConfig,
  environment: provinceEnvironment,
  entities: [
    ...registryEntities, ChannelAuthorizationEntity, QrCodeEntity, DisplayEntity, PoolingChoiceEntity, EcTokenEntity, SettlementEntity,
    BusinessHandlingEntity, CompletionNoticeEntity, UnansweredPlacesEntity, FaceAuthenticationEntity, FailedLookUpEntity, ...statisticsEntities,
    ...intakeEntities,
  ],
  migrations: [
    ProvinceInitial1790000000001, ProvinceChannelAccess1790000600003, ProvinceAuthorization1790000100001, ProvinceSettlement1790000500002,
    ProvinceQrCode1790000400001, ProvinceExchange1790000400002, RegistryRotation1790000200002, ProvincePresentation1790000700001,
    RegistryInstitutions1790000900001, ProvinceStatistics1790000950001, RegistrySigningForms1790001100001,
    RegistryUnits1790001200001, ProvinceUnits1790001200003, RegistryTerminalNetworks1790001300011, ProvinceIntake1790001400001,
  ],
  modules: (config) => {
    const { province, lifetimes, presentations, terminalAccess } = config;
    const profile = terminalProfile(config.terminalProfile, config.environment);
    const qrCode = QrCodeModule.forRoot({
      province, codeMs: lifetimes.code * 1000, displayMs: lifetimes.display * 1000, tokenMs: lifetimes.token * 1000,
      passwordWhen: passwordWhen(config.passwordPolicy), resumeAfterMs: config.resumeSettlementsAfterSeconds * 1000, terminalAccess,
      admits: admits(presentations), terminalPrefixes: profile.prefixes,
    });
    return [
      RegistryModule.forRoot(profile), AuthorizationModule, BillLinkModule.forRoot({ bill: billOf(config) }), ActivationModule, ChannelAdminModule, CrossProvinceExchangeModule, qrCode,
      SettlementModule.forRoot({
        province, resumeAfterMs: config.resumeSettlementsAfterSeconds * 1000, insuranceSystem: insuranceSystemAccess(config.insuranceSystem),
        passwordWhen: passwordWhen(config.passwordPolicy),
      }, qrCode),
      PresentationModule.forRoot({
        admits: admits(presentations), authNoMs: lifetimes.authNo * 1000,
        lookUps: { failures: presentations.failedLookUps, windowMs: presentations.failedLookUpSeconds * 1000 },
      }, qrCode),
      StatisticsModule.forRoot({
        source: province, countEveryMs: config.statistics.countEverySeconds * 1000, reportEveryMs: config.statistics.reportEverySeconds * 1000,
      }),
    ];
  },
};

const billOf = ({ mobilePayment: { billUrl: url, secret } }: ProvinceConfig) => (url === undefined || secret === undefined ? undefined : { url, secret });
