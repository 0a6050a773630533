import type { DynamicModule, Type } from '@nestjs/common';
import type { ClassConstructor } from 'class-transformer';
import type { Server } from '../../protocol/transaction.js';
import type { KernelConfig } from '../config/kernel-config.js';
import type { EnvironmentTable } from '../config/load-config.js';
import type { MigrationInterface } from '../persistence/open-data-source.js';

/** A tier is data: what it serves, what it stores, what it is composed of. */
export interface TierDefinition<C extends KernelConfig> {
  /** Which rows of the transaction catalogue it serves. */
  readonly server: Server;
  /** Its name among its peers, such as `province:35`. */
  nameOf(config: C): string;
  readonly config: ClassConstructor<C>;
  readonly environment: EnvironmentTable;
  readonly entities: readonly Type[];
  readonly migrations: readonly Type<MigrationInterface>[];
  modules(config: C): (Type | DynamicModule)[];
}
