import { Equals, IsIn, IsInt, IsString, IsUrl, Max, Min, MinLength, ValidateIf } from 'class-validator';
import { MayBeAbsent, Section } from '../kernel/config/config-rules.js';
import { KernelConfig, kernelEnvironment } from '../kernel/config/kernel-config.js';
import type { EnvironmentTable } from '../kernel/config/load-config.js';
import { terminalAccesses, type TerminalAccessPolicy } from '../modules/qrcode/terminal-access.rules.js';
import { provinces } from '../protocol/dictionaries/provinces.js';
import type { ProvinceCode } from '../protocol/identifiers.js';
import { InsuranceSystemAccessConfig } from './insurance-system-config.js';
import { PasswordPolicyConfig } from './password-policy-config.js';
import { PresentationsConfig } from './presentation-config.js';
import { ProvinceStatisticsConfig } from './statistics-config.js';
import { TerminalProfileConfig } from './terminal-profile-config.js';

/** 4.11: lifetimes of codes, displays, tokens and recognised faces, in seconds. */
export class LifetimesConfig {
  @IsInt() @Min(5) @Max(86_400) code = 60;
  @IsInt() @Min(5) @Max(86_400) display = 1_800;
  @IsInt() @Min(5) @Max(86_400) token = 1_800;
  /** INT-64: how long a recognised face may be turned into a token. */
  @IsInt() @Min(5) @Max(3_600) authNo = 300;
}

/** C.4 500038: the page with the list of what a person paid by mobile payment, and the secret its links are signed with. */
export class MobilePaymentConfig {
  /** Absent: links to the list are refused as not configured. */
  @MayBeAbsent() @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] }) billUrl?: string;
  @ValidateIf((section: MobilePaymentConfig) => section.billUrl !== undefined) @IsString() @MinLength(16) secret?: string;
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
  @Section(() => MobilePaymentConfig) mobilePayment: MobilePaymentConfig = new MobilePaymentConfig();
  /** 7.2.1.1: whether terminals speak HTTPS by themselves, through the dynamic library (Appendix B), or both. */
  @IsIn(terminalAccesses) terminalAccess: TerminalAccessPolicy = 'both';
  @Section(() => TerminalProfileConfig) terminalProfile: TerminalProfileConfig = new TerminalProfileConfig();
  @Section(() => ProvinceStatisticsConfig) statistics: ProvinceStatisticsConfig = new ProvinceStatisticsConfig();
  @Section(() => PasswordPolicyConfig) passwordPolicy: PasswordPolicyConfig = new PasswordPolicyConfig();
  @Section(() => PresentationsConfig) presentations: PresentationsConfig = new PresentationsConfig();
}

export const provinceEnvironment: EnvironmentTable = {
  ...kernelEnvironment,
  OPENEC_PROVINCE: ['province', 'text'],
  OPENEC_TERMINAL_ACCESS: ['terminalAccess', 'text'],
  OPENEC_INSURANCE_SYSTEM_KIND: ['insuranceSystem.kind', 'text'],
  OPENEC_INSURANCE_SYSTEM_URL: ['insuranceSystem.url', 'text'],
  OPENEC_INSURANCE_SYSTEM_SECRET: ['insuranceSystem.secret', 'text'],
};
