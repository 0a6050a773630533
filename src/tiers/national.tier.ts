import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { TierDefinition } from '../kernel/host/tier-definition.js';
import { ActivationModule } from '../modules/activation/national/activation.module.js';
import { CredentialPasswordEntity } from '../modules/activation/national/credential-password.entity.js';
import { HandlingEntity } from '../modules/activation/national/handling.entity.js';
import { ChannelAuthorizationEntity } from '../modules/authorization/channel-authorization.entity.js';
import { AuthorizationModule } from '../modules/authorization/national/index.js';
import { ChannelAdminModule } from '../modules/channel-admin/national/channel-admin.module.js';
import { CrossProvinceExchangeModule } from '../modules/cross-province-exchange/national/cross-province-exchange.module.js';
import { CREDENTIAL_NUMBERS, credentialNumbers } from '../registry/credential/credential-number.js';
import { NATIONAL } from '../registry/province/peer-names.js';
import { registryEntities, RegistryModule } from '../registry/registry.module.js';
import { NationalInitial1790000000001 } from './migrations/national-1-initial.js';
import { NationalConfig, nationalEnvironment } from './national-config.js';

@Global()
@Module({})
class NationalKeysModule {
  static forRoot(config: NationalConfig): DynamicModule {
    const numbers = { provide: CREDENTIAL_NUMBERS, useValue: credentialNumbers(Buffer.from(config.credentialNumberKey, 'hex')) };
    return { module: NationalKeysModule, providers: [numbers], exports: [numbers] };
  }
}

/** 国家电子凭证业务中台 (5.2.2), with the management centre (5.2.1). */
export const nationalTier: TierDefinition<NationalConfig> = {
  server: 'national',
  nameOf: () => NATIONAL,
  config: NationalConfig,
  environment: nationalEnvironment,
  entities: [...registryEntities, ChannelAuthorizationEntity, HandlingEntity, CredentialPasswordEntity],
  migrations: [NationalInitial1790000000001],
  modules: (config) => [
    RegistryModule,
    NationalKeysModule.forRoot(config),
    AuthorizationModule,
    ActivationModule.forRoot({ handlingMs: config.handlingSeconds * 1000, realName: verifier(config.realName), realPerson: verifier(config.realPerson) }),
    ChannelAdminModule,
    CrossProvinceExchangeModule,
  ],
};

const verifier = ({ url, timeoutMs }: NationalConfig['realName']) => ({ url, timeoutMs });
