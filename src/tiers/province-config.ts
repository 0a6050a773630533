import { Type } from 'class-transformer';
import { Equals, IsIn, IsInt, Max, Min, ValidateNested } from 'class-validator';
import { KernelConfig, kernelEnvironment } from '../kernel/config/kernel-config.js';
import type { EnvironmentTable } from '../kernel/config/load-config.js';
import { provinces } from '../protocol/dictionaries/provinces.js';
import type { ProvinceCode } from '../protocol/identifiers.js';

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
  @ValidateNested() @Type(() => LifetimesConfig) lifetimes: LifetimesConfig = new LifetimesConfig();
  /** After how many seconds an unanswered settlement is taken up again. */
  @IsInt() @Min(1) @Max(3_600) resumeSettlementsAfterSeconds = 30;
}

export const provinceEnvironment: EnvironmentTable = {
  ...kernelEnvironment,
  OPENEC_PROVINCE: ['province', 'text'],
};
