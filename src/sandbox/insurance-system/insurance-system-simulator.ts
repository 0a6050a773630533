import { Module } from '@nestjs/common';
import { Matches } from 'class-validator';
import { KernelConfig, kernelEnvironment } from '../../kernel/config/kernel-config.js';
import { checkConfig } from '../../kernel/config/load-config.js';
import type { KernelParts } from '../../kernel/host/kernel.js';
import { startTier, type RunningTier } from '../../kernel/host/start-tier.js';
import type { TierDefinition } from '../../kernel/host/tier-definition.js';
import { insuranceSystemOfProvince } from '../../registry/province/peer-names.js';
import { parseProvinceCode } from '../../protocol/identifiers.js';
import { SettleInsuranceHandler } from './settle-insurance.handler.js';
import { InsuranceSystemInitial1790000000001 } from './migrations/insurance-system-1-initial.js';
import { SettledEntity } from './settled.entity.js';
import { SettledStore } from './settled.store.js';

/** Configuration of a simulated local core business system. */
export class InsuranceSystemConfig extends KernelConfig {
  @Matches(/^\d{2}$/, { message: 'must be two digits' }) province: string;
}

@Module({ providers: [SettledStore, SettleInsuranceHandler] })
class InsuranceSystemModule {}

/**
 * Simulator of a province's local core business system (地方核心业务系统), for demo, sandbox and tests: a server of its own, with its own database and
 * keys, that talks to the mid-platform over the same signed wire as a real one would.
 */
export const insuranceSystemSimulator: TierDefinition<InsuranceSystemConfig> = {
  server: 'insurance-system',
  nameOf: (config) => insuranceSystemOfProvince(parseProvinceCode(config.province)),
  config: InsuranceSystemConfig,
  environment: kernelEnvironment,
  entities: [SettledEntity],
  migrations: [InsuranceSystemInitial1790000000001],
  modules: () => [InsuranceSystemModule],
};

/** Starts the simulator with a configuration given as a plain object. */
export function startInsuranceSystemSimulator(values: object, parts?: KernelParts): Promise<RunningTier> {
  return startTier(insuranceSystemSimulator, checkConfig(InsuranceSystemConfig, values), parts);
}
