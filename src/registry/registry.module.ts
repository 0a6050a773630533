import { Global, Module, type DynamicModule } from '@nestjs/common';
import { ADMISSION, type Admission } from '../kernel/dispatch/admission.js';
import { CALLER_DIRECTORY } from '../kernel/dispatch/caller.js';
import { ApplicationDirectory } from './application/application-directory.js';
import { RegisteredApplicationEntity } from './application/registered-application.entity.js';
import { RegisteredApplicationStore } from './application/registered-application.store.js';
import { ChannelAdmission } from './channel/channel-admission.js';
import { ChannelPolicyEntity } from './channel/channel-policy.entity.js';
import { ChannelPolicyStore } from './channel/channel-policy.store.js';
import { ChannelUsageEntity } from './channel/channel-usage.entity.js';
import { ChannelEntity } from './channel/channel.entity.js';
import { ChannelStore } from './channel/channel.store.js';
import { CredentialEntity } from './credential/credential.entity.js';
import { CredentialHolders } from './credential/credential-holders.js';
import { CredentialLifeStore } from './credential/credential-life.store.js';
import { CredentialNotices } from './credential/credential-notices.js';
import { CredentialReplicaStore } from './credential/credential-replica.store.js';
import { CredentialStore } from './credential/credential.store.js';
import { SupersessionWatch } from './credential/supersession-watch.js';
import { WithdrawalWatch } from './credential/withdrawal-watch.js';
import { InstitutionEntity } from './institution/institution.entity.js';
import { InstitutionStore } from './institution/institution.store.js';
import { TerminalEntity, TerminalNetworkEntity } from './institution/terminal.entity.js';
import { TERMINAL_PROFILE_SETTINGS, TerminalProfile, type TerminalProfileSettings } from './institution/terminal-profile.js';
import { TerminalStore } from './institution/terminal.store.js';
import { FormerIdentityEntity } from './person/former-identity.entity.js';
import { FormerIdentityStore } from './person/former-identity.store.js';
import { InsuredPersonEntity } from './person/insured-person.entity.js';
import { InsuredPersonStore } from './person/insured-person.store.js';
import { InsuredPlaceEntity } from './person/insured-place.entity.js';
import { PersonMobileStore } from './person/person-mobile.store.js';
import { UnansweredPlacesStore } from './person/unanswered-places.store.js';
import { SyncLagEntity } from './province/sync-lag.entity.js';
import { SyncLagStore } from './province/sync-lag.store.js';
import { MandateWatch } from './unit/mandate-watch.js';
import { UnitCredentialStore } from './unit/unit-credential.store.js';
import { UnitMandateEntity } from './unit/unit-mandate.entity.js';
import { UnitNotices } from './unit/unit-notices.js';
import { UnitRepresentativeStore } from './unit/unit-representative.store.js';
import { UnitEntity } from './unit/unit.entity.js';
import { UnitStore } from './unit/unit.store.js';

const stores = [
  RegisteredApplicationStore, ChannelPolicyStore, ChannelStore, CredentialStore, InstitutionStore, TerminalStore, InsuredPersonStore,
  FormerIdentityStore, PersonMobileStore, CredentialReplicaStore, CredentialNotices, SupersessionWatch, WithdrawalWatch, SyncLagStore,
  UnansweredPlacesStore, CredentialHolders, CredentialLifeStore, UnitStore, UnitCredentialStore, UnitRepresentativeStore, UnitNotices, MandateWatch,
];

/** Tables of the registry; both tiers have them. */
export const registryEntities = [
  RegisteredApplicationEntity, ChannelPolicyEntity, ChannelUsageEntity, ChannelEntity, InstitutionEntity, TerminalEntity, TerminalNetworkEntity, InsuredPersonEntity, InsuredPlaceEntity, CredentialEntity,
  FormerIdentityEntity, SyncLagEntity, UnitEntity, UnitMandateEntity,
];

/** Who exists: open to every room of a tier. */
@Global()
@Module({})
export class RegistryModule {
  /** Whether requests that nobody signed are taken is said by the tier. */
  static forRoot(terminalProfile: TerminalProfileSettings): DynamicModule {
    return {
      module: RegistryModule,
      providers: [
        ...stores, ApplicationDirectory, { provide: CALLER_DIRECTORY, useExisting: ApplicationDirectory },
        { provide: TERMINAL_PROFILE_SETTINGS, useValue: terminalProfile }, TerminalProfile, ChannelAdmission,
        { provide: ADMISSION, inject: [TerminalProfile, ChannelAdmission], useFactory: (...every: Admission[]): Admission => ({
          admit: async (request) => { for (const each of every) await each.admit(request); },
        }) },
      ],
      exports: [...stores, TerminalProfile, ADMISSION, CALLER_DIRECTORY],
    };
  }
}
