import { Equals, IsBoolean, IsInt, IsUrl, Matches, Max, Min, ValidateBy } from 'class-validator';
import { USUAL_HASH_COST } from '../crypto/password-hash.js';
import { MayBeAbsent, Section } from '../kernel/config/config-rules.js';
import { KernelConfig, kernelEnvironment } from '../kernel/config/kernel-config.js';
import type { EnvironmentTable } from '../kernel/config/load-config.js';
import { MonitoringConfig } from './monitoring-config.js';
import { AlipayConfig, WechatConfig } from './payment-apps-config.js';
import { NationalStatisticsConfig } from './statistics-config.js';

/** An outside verifier. */
export class VerifierConfig {
  /** Absent: the check is refused as not configured. */
  @MayBeAbsent() @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] }) url?: string;
  @IsInt() @Min(100) @Max(60_000) timeoutMs = 5_000;
}

/** INT-42: how often a password or a face may be wrong in a row, and how long (seconds) nothing is let in then. */
export class LockoutConfig {
  @IsInt() @Min(1) @Max(20) tries = 5;
  @IsInt() @Min(1) @Max(86_400) seconds = 1_800;
}

/** How slow a password is to guess from a stolen database. Trials may be quicker; production may not. */
function SlowEnoughInProduction(): PropertyDecorator {
  return ValidateBy({
    name: 'slowEnoughInProduction',
    validator: {
      validate: (cost: unknown, args) => Number(cost) >= USUAL_HASH_COST || (args?.object as NationalConfig | undefined)?.environment !== 'production',
      defaultMessage: () => `must be at least ${USUAL_HASH_COST} in production`,
    },
  });
}

/** INT-43: the gateway for short messages, and how the codes in them behave. */
export class SmsConfig extends VerifierConfig {
  @IsInt() @Min(30) @Max(3_600) codeSeconds = 300;
  @IsInt() @Min(1) @Max(3_600) resendSeconds = 60;
  @IsInt() @Min(1) @Max(20) tries = 5;
  @IsInt() @Min(1) @Max(1_000) perDay = 10;
}

/** 4.11: lifetimes of the national tier's own codes and displays (INT-12), in seconds. */
export class NationalLifetimesConfig {
  @IsInt() @Min(5) @Max(86_400) code = 60;
  @IsInt() @Min(5) @Max(86_400) display = 1_800;
}

/** Logging in to the management centre: sessions, and how many failed attempts under one name lock it for how long. */
export class ManagementCentreConfig {
  @IsInt() @Min(1) @Max(240) sessionIdleMinutes = 15;
  @IsInt() @Min(1) @Max(24) sessionHours = 8;
  @IsInt() @Min(3) @Max(20) attemptsBeforeLock = 5;
  @IsInt() @Min(1) @Max(1_440) lockMinutes = 15;
}

/** 6.1.3.3 c, 6.1.4.3 a: the dedicated pages. */
export class PagesConfig {
  /** Where persons reach `/pages` of the public-service zone. Absent: links to pages are refused as not configured. */
  @MayBeAbsent() @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] }) url?: string;
  /** INT-134: channels of other parties do not take the password of an activation or an authorization themselves. */
  @IsBoolean() required = false;
}

/** Configuration of the national tier. */
export class NationalConfig extends KernelConfig {
  @Equals('national') mode: 'national';
  /** INT-16: SM4 key of the credential numbers, 32 hex digits. Whoever changes it changes every number of the nation. */
  @Matches(/^[0-9a-fA-F]{32}$/, { message: 'must be 32 hex digits' }) credentialNumberKey: string;
  /** How long the steps of one activation may take, in seconds. */
  @IsInt() @Min(30) @Max(86_400) handlingSeconds = 1_800;
  @Section(() => NationalLifetimesConfig) lifetimes: NationalLifetimesConfig = new NationalLifetimesConfig();
  @Section(() => VerifierConfig) realName: VerifierConfig = new VerifierConfig();
  @Section(() => VerifierConfig) realPerson: VerifierConfig = new VerifierConfig();
  /** 4.10: the library of faces that is searched, and the banks' check of a card holder. */
  @Section(() => VerifierConfig) faceSearch: VerifierConfig = new VerifierConfig();
  @Section(() => VerifierConfig) cardHolder: VerifierConfig = new VerifierConfig();
  @Section(() => LockoutConfig) lockout: LockoutConfig = new LockoutConfig();
  /** Base-2 logarithm of scrypt's N for every password: one more, and each takes twice as long. What was stored under another cost stays valid. */
  @IsInt() @Min(8) @Max(16) @SlowEnoughInProduction() passwordHashCost = USUAL_HASH_COST;
  @Section(() => SmsConfig) sms: SmsConfig = new SmsConfig();
  @Section(() => NationalStatisticsConfig) statistics: NationalStatisticsConfig = new NationalStatisticsConfig();
  @Section(() => ManagementCentreConfig) managementCentre: ManagementCentreConfig = new ManagementCentreConfig();
  @Section(() => WechatConfig) wechat: WechatConfig = new WechatConfig();
  @Section(() => AlipayConfig) alipay: AlipayConfig = new AlipayConfig();
  @Section(() => PagesConfig) pages: PagesConfig = new PagesConfig();
  @Section(() => MonitoringConfig) monitoring: MonitoringConfig = new MonitoringConfig();
}

export const nationalEnvironment: EnvironmentTable = {
  ...kernelEnvironment,
  OPENEC_CREDENTIAL_NUMBER_KEY: ['credentialNumberKey', 'text'],
  OPENEC_REAL_NAME_URL: ['realName.url', 'text'],
  OPENEC_REAL_PERSON_URL: ['realPerson.url', 'text'],
  OPENEC_FACE_SEARCH_URL: ['faceSearch.url', 'text'],
  OPENEC_CARD_HOLDER_URL: ['cardHolder.url', 'text'],
  OPENEC_SMS_URL: ['sms.url', 'text'],
  OPENEC_PAGES_URL: ['pages.url', 'text'],
};
