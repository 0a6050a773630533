import { Equals, IsIn, IsInt, Max, Min } from 'class-validator';
import { Section } from '../kernel/config/config-rules.js';
import { KernelConfig, kernelEnvironment } from '../kernel/config/kernel-config.js';
import type { EnvironmentTable } from '../kernel/config/load-config.js';
import { provinces } from '../protocol/dictionaries/provinces.js';
import type { ProvinceCode } from '../protocol/identifiers.js';
import { InsuranceSystemAccessConfig } from './insurance-system-config.js';
import { PasswordPolicyConfig } from './password-policy-config.js';
import { ProvinceStatisticsConfig } from './statistics-config.js';

/** 4.11: lifetimes of codes, displays and tokens, in seconds. */
export class LifetimesConfig {
  @IsInt() @Min(5) @Max(86_400) code = 60;
  @IsInt() @Min(5) @Max(86_400) display = 1_800;
  @IsInt() @Min(5) @Max(86_400) token = 1_800;
}

/** Configuration of a province tier. */
export class ProvinceConfig extends KernelConfig {
  @Equals('province') mode: 'province';
  /** Two digits of GB/T 2260. */
  @IsIn(provinces.map((province) => province.code)) province: ProvinceCode;
  @Section(() => LifetimesConfig) lifetimes: LifetimesConfig = new LifetimesConfig();
  /** After how many seconds an unanswered settlement or business (6.3) is taken up again. */
  @IsInt() @Min(1) @Max(3_600) resumeSettlementsAfterSeconds = 30;
  @Section(() => InsuranceSystemAccessConfig) insuranceSystem: InsuranceSystemAccessConfig = new InsuranceSystemAccessConfig();
  @Section(() => ProvinceStatisticsConfig) statistics: ProvinceStatisticsConfig = new ProvinceStatisticsConfig();
  @Section(() => PasswordPolicyConfig) passwordPolicy: PasswordPolicyConfig = new PasswordPolicyConfig();
}

export const provinceEnvironment: EnvironmentTable = {
  ...kernelEnvironment,
  OPENEC_PROVINCE: ['province', 'text'],
  OPENEC_INSURANCE_SYSTEM_KIND: ['insuranceSystem.kind', 'text'],
  OPENEC_INSURANCE_SYSTEM_URL: ['insuranceSystem.url', 'text'],
  OPENEC_INSURANCE_SYSTEM_SECRET: ['insuranceSystem.secret', 'text'],
};
