import { Module, type DynamicModule } from '@nestjs/common';
import { IsString, Matches, MinLength } from 'class-validator';
import { MayBeAbsent } from '../../kernel/config/config-rules.js';
import { KernelConfig, kernelEnvironment } from '../../kernel/config/kernel-config.js';
import { checkConfig } from '../../kernel/config/load-config.js';
import type { KernelParts } from '../../kernel/host/kernel.js';
import { startTier, type RunningTier } from '../../kernel/host/start-tier.js';
import type { TierDefinition } from '../../kernel/host/tier-definition.js';
import { insuranceSystemOfProvince } from '../../registry/province/peer-names.js';
import { parseProvinceCode } from '../../protocol/identifiers.js';
import { AccumulatorStore } from './accumulator.store.js';
import { BenefitUseEntity } from './benefit-use.entity.js';
import { BookedBusinessEntity } from './booked-business.entity.js';
import { BookedBusinessStore } from './booked-business.store.js';
import { HandleInsuranceHandler } from './handle-insurance.handler.js';
import { InsuranceBooks } from './insurance-books.js';
import { InsuranceSystemInitial1790000000001 } from './migrations/insurance-system-1-initial.js';
import { InsuranceSystemBenefits1790000500002 } from './migrations/insurance-system-2-benefits.js';
import { InsuranceSystemBusiness1790000400001 } from './migrations/insurance-system-4-business.js';
import { PersonalAccountEntity } from './personal-account.entity.js';
import { DOOR_SECRET, PlainHttpDoor, PlainHttpDoorController } from './plain-http-door.controller.js';
import { PreviewInsuranceHandler } from './preview-insurance.handler.js';
import { ReverseInsuranceHandler } from './reverse-insurance.handler.js';
import { SettleInsuranceHandler } from './settle-insurance.handler.js';
import { SettledEntity } from './settled.entity.js';
import { SettledStore } from './settled.store.js';
import { TokenCheck } from './token-check.js';

/** Configuration of a simulated local core business system. */
export class InsuranceSystemConfig extends KernelConfig {
  @Matches(/^\d{2}$/, { message: 'must be two digits' }) province: string;
  /** Of the plain HTTP door at `/insurance`; without one the door is shut. */
  @MayBeAbsent() @IsString() @MinLength(16) doorSecret?: string;
}

@Module({})
class InsuranceSystemModule {
  static forRoot(secret: string | undefined): DynamicModule {
    return {
      module: InsuranceSystemModule,
      controllers: [PlainHttpDoorController],
      providers: [
        SettledStore, AccumulatorStore, InsuranceBooks, TokenCheck, PreviewInsuranceHandler, SettleInsuranceHandler, ReverseInsuranceHandler, PlainHttpDoor,
        BookedBusinessStore, HandleInsuranceHandler,
        { provide: DOOR_SECRET, useValue: secret },
      ],
    };
  }
}

/**
 * Simulator of a province's local core business system (地方核心业务系统), for demo, sandbox and tests: a server of its own, with its own database and
 * keys, that talks to the mid-platform over the same signed wire as a real one would, or, where it is configured so, over plain HTTP (docs/insurance-system.md).
 */
export const insuranceSystemSimulator: TierDefinition<InsuranceSystemConfig> = {
  server: 'insurance-system',
  nameOf: (config) => insuranceSystemOfProvince(parseProvinceCode(config.province)),
  config: InsuranceSystemConfig,
  environment: kernelEnvironment,
  entities: [SettledEntity, BenefitUseEntity, PersonalAccountEntity, BookedBusinessEntity],
  migrations: [InsuranceSystemInitial1790000000001, InsuranceSystemBenefits1790000500002, InsuranceSystemBusiness1790000400001],
  modules: (config) => [InsuranceSystemModule.forRoot(config.doorSecret)],
};

/** Starts the simulator with a configuration given as a plain object. */
export function startInsuranceSystemSimulator(values: object, parts?: KernelParts): Promise<RunningTier> {
  return startTier(insuranceSystemSimulator, checkConfig(InsuranceSystemConfig, values), parts);
}
