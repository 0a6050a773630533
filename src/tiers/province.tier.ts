import type { TierDefinition } from '../kernel/host/tier-definition.js';
import { ActivationModule } from '../modules/activation/province/activation.module.js';
import { ChannelAuthorizationEntity } from '../modules/authorization/channel-authorization.entity.js';
import { AuthorizationModule } from '../modules/authorization/province/index.js';
import { ChannelAdminModule } from '../modules/channel-admin/province/channel-admin.module.js';
import { CrossProvinceExchangeModule } from '../modules/cross-province-exchange/province/index.js';
import { DisplayEntity } from '../modules/qrcode/province/display.entity.js';
import { EcTokenEntity } from '../modules/qrcode/province/ec-token.entity.js';
import { QrCodeModule } from '../modules/qrcode/province/index.js';
import { PoolingChoiceEntity } from '../modules/qrcode/province/pooling-choice.entity.js';
import { QrCodeEntity } from '../modules/qrcode/province/qr-code.entity.js';
import { SettlementEntity } from '../modules/settlement/province/settlement.entity.js';
import { SettlementModule } from '../modules/settlement/province/settlement.module.js';
import { peerOfProvince } from '../registry/province/peer-names.js';
import { registryEntities, RegistryModule } from '../registry/registry.module.js';
import { ProvinceInitial1790000000001 } from './migrations/province-1-initial.js';
import { ProvinceConfig, provinceEnvironment } from './province-config.js';

/** 省级电子凭证业务中台 (5.2.3). */
export const provinceTier: TierDefinition<ProvinceConfig> = {
  server: 'province',
  nameOf: (config) => peerOfProvince(config.province),
  config: ProvinceConfig,
  environment: provinceEnvironment,
  entities: [
    ...registryEntities, ChannelAuthorizationEntity, QrCodeEntity, DisplayEntity, PoolingChoiceEntity, EcTokenEntity, SettlementEntity,
  ],
  migrations: [ProvinceInitial1790000000001],
  modules: (config) => {
    const { province, lifetimes } = config;
    const qrCode = QrCodeModule.forRoot({ province, codeMs: lifetimes.code * 1000, displayMs: lifetimes.display * 1000, tokenMs: lifetimes.token * 1000 });
    return [
      RegistryModule, AuthorizationModule, ActivationModule, ChannelAdminModule, CrossProvinceExchangeModule, qrCode,
      SettlementModule.forRoot({ province, resumeAfterMs: config.resumeSettlementsAfterSeconds * 1000 }, qrCode),
    ];
  },
};
