import { Global, Module } from '@nestjs/common';
import { CALLER_DIRECTORY } from '../kernel/dispatch/caller.js';
import { ApplicationDirectory } from './application/application-directory.js';
import { RegisteredApplicationEntity } from './application/registered-application.entity.js';
import { RegisteredApplicationStore } from './application/registered-application.store.js';
import { ChannelEntity } from './channel/channel.entity.js';
import { ChannelStore } from './channel/channel.store.js';
import { CredentialEntity } from './credential/credential.entity.js';
import { CredentialStore } from './credential/credential.store.js';
import { InstitutionEntity } from './institution/institution.entity.js';
import { InstitutionStore } from './institution/institution.store.js';
import { TerminalEntity } from './institution/terminal.entity.js';
import { TerminalStore } from './institution/terminal.store.js';
import { InsuredPersonEntity } from './person/insured-person.entity.js';
import { InsuredPersonStore } from './person/insured-person.store.js';
import { InsuredPlaceEntity } from './person/insured-place.entity.js';

const stores = [RegisteredApplicationStore, ChannelStore, CredentialStore, InstitutionStore, TerminalStore, InsuredPersonStore];

/** Tables of the registry; both tiers have them. */
export const registryEntities = [
  RegisteredApplicationEntity, ChannelEntity, InstitutionEntity, TerminalEntity, InsuredPersonEntity, InsuredPlaceEntity, CredentialEntity,
];

/** Who exists: open to every room of a tier. */
@Global()
@Module({
  providers: [...stores, ApplicationDirectory, { provide: CALLER_DIRECTORY, useExisting: ApplicationDirectory }],
  exports: [...stores, CALLER_DIRECTORY],
})
export class RegistryModule {}
