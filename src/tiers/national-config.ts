import { Type } from 'class-transformer';
import { Equals, IsInt, IsOptional, IsUrl, Matches, Max, Min, ValidateNested } from 'class-validator';
import { KernelConfig, kernelEnvironment } from '../kernel/config/kernel-config.js';
import type { EnvironmentTable } from '../kernel/config/load-config.js';

/** An outside verifier. */
export class VerifierConfig {
  /** Absent: the check is refused as not configured. */
  @IsOptional() @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] }) url?: string;
  @IsInt() @Min(100) @Max(60_000) timeoutMs = 5_000;
}

/** Configuration of the national tier. */
export class NationalConfig extends KernelConfig {
  @Equals('national') mode: 'national';
  /** INT-16: SM4 key of the credential numbers, 32 hex digits. Whoever changes it changes every number of the nation. */
  @Matches(/^[0-9a-fA-F]{32}$/, { message: 'must be 32 hex digits' }) credentialNumberKey: string;
  /** How long the steps of one activation may take, in seconds. */
  @IsInt() @Min(30) @Max(86_400) handlingSeconds = 1_800;
  @ValidateNested() @Type(() => VerifierConfig) realName: VerifierConfig = new VerifierConfig();
  @ValidateNested() @Type(() => VerifierConfig) realPerson: VerifierConfig = new VerifierConfig();
}

export const nationalEnvironment: EnvironmentTable = {
  ...kernelEnvironment,
  OPENEC_CREDENTIAL_NUMBER_KEY: ['credentialNumberKey', 'text'],
  OPENEC_REAL_NAME_URL: ['realName.url', 'text'],
  OPENEC_REAL_PERSON_URL: ['realPerson.url', 'text'],
};
