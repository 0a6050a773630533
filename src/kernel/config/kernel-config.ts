import { ArrayUnique, IsArray, IsIn, IsInt, IsString, IsUrl, Length, Matches, Max, Min, MinLength, ValidateBy } from 'class-validator';
import { sm2EngineNames, type Sm2EngineName } from '../../crypto/sm2-engine.js';
import type { CallerKind } from '../../protocol/transaction.js';
import { IsSm2PrivateKey, IsSm2PublicKey, MayBeAbsent, Section, SectionList } from './config-rules.js';
import { DatabaseConfig } from './database-config.js';
import type { EnvironmentTable } from './load-config.js';

/** 0 lets the operating system choose. */
const LAST_PORT = 65_535;

/** Certificate and key files (PEM) of a listener; table A.1 asks for HTTPS. */
export class TlsConfig {
  @IsString() @MinLength(1) certificateFile: string;
  @IsString() @MinLength(1) keyFile: string;
}

/** Address one zone listens on. */
export class ListenerConfig {
  @IsString() @MinLength(1) host = '127.0.0.1';
  @IsInt() @Min(0) @Max(LAST_PORT) port: number;
  /** Absent where a reverse proxy in front of us ends TLS. */
  @MayBeAbsent() @Section(() => TlsConfig) tls?: TlsConfig;
}

/** 5.2.2, 5.2.3: two zones, two listeners. */
export class ListenersConfig {
  @Section(() => ListenerConfig) core: ListenerConfig;
  @Section(() => ListenerConfig) publicService: ListenerConfig;
}

export class KeysConfig {
  /** 32 bytes as 64 hex digits: wraps the data keys. Whoever loses it loses the personal data. */
  @Matches(/^[0-9a-fA-F]{64}$/, { message: 'must be 64 hex digits' }) masterKey: string;
  /** SM2 private key, Base64: signs towards the peers. */
  @IsSm2PrivateKey() signingKey: string;
}

const PEER_KINDS: readonly CallerKind[] = ['national', 'province', 'insurance-system', 'management-centre'];

/** The kind decides what a peer may call and the name whom it speaks for: they must not contradict each other. */
function NamesItsKind(): PropertyDecorator {
  return ValidateBy({
    name: 'namesItsKind',
    validator: {
      validate: (name: unknown, args) => typeof name === 'string' && name.split(':')[0] === (args?.object as PeerConfig | undefined)?.kind,
      defaultMessage: () => 'must begin with the kind of the peer',
    },
  });
}

/** A request names its peer by the appId alone: a second peer with the same one would speak for the first. */
function DifferentAppIds(): PropertyDecorator {
  return ValidateBy({
    name: 'differentAppIds',
    validator: {
      validate: (peers: unknown) => !Array.isArray(peers) || new Set(peers.map((peer: PeerConfig | null) => peer?.appId)).size === peers.length,
      defaultMessage: () => 'two peers have the same appId',
    },
  });
}

/** A counterpart whose keys stand in the configuration, not in a register. */
export class PeerConfig {
  /** Such as `national`, `province:35`, `insurance-system:35`, `management-centre`. */
  @Matches(/^[a-z-]+(:\d{2})?$/, { message: 'must look like national or province:35' }) @NamesItsKind() name: string;
  @IsIn(PEER_KINDS) kind: CallerKind;
  /** Its core zone; absent where it only calls us. */
  @MayBeAbsent() @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] }) url?: string;
  @Matches(/^[0-9A-Z]{32}$/, { message: 'must be 32 upper-case characters' }) appId: string;
  @Length(32, 32) appSecret: string;
  /** SM2 public key, Base64 of 04‖X‖Y. */
  @IsSm2PublicKey() publicKey: string;
  /** One attempt's limit. Who passes a request on to a third party needs more time than that third party is given. */
  @IsInt() @Min(100) @Max(60_000) timeoutMs = 4_000;
}

export class OutboxConfig {
  @IsInt() @Min(10) firstRetryMs = 500;
  /** Bounds how long after a healed link everything has converged. */
  @IsInt() @Min(10) longestRetryMs = 30_000;
  /** After so many attempts that the receiver refused, an entry is stalled. */
  @IsInt() @Min(1) attemptsWhenRefused = 5;
  /** After so many attempts without an answer, an entry is stalled; with the longest pause of 30 s about a day, longer where many wait for one peer. */
  @IsInt() @Min(1) attemptsWhenUnreachable = 2_880;
}

export class LogConfig {
  @IsIn(['silent', 'fatal', 'error', 'warn', 'info', 'debug']) level = 'info';
}

/** Environments differ in what is told and what is loaded; `production` is the strictest. */
export const environments = ['production', 'sandbox', 'demo'] as const;
export type Environment = (typeof environments)[number];

/** What every tier needs to be told. A tier's own configuration extends it. */
export class KernelConfig {
  @IsIn(environments) environment: Environment = 'production';
  @Section(() => ListenersConfig) listeners: ListenersConfig;
  @Section(() => DatabaseConfig) database: DatabaseConfig;
  @Section(() => KeysConfig) keys: KeysConfig;
  @IsArray() @SectionList(() => PeerConfig)
  @ArrayUnique((peer: PeerConfig) => peer.name, { message: 'two peers have the same name' })
  @DifferentAppIds() peers: PeerConfig[] = [];
  /** INT-02: how far a request's timestamp may lie from our clock, in seconds. */
  @IsInt() @Min(1) @Max(3_600) freshnessSeconds = 600;
  /** How long a stop waits for requests under way, in milliseconds; less than whoever stops us waits before it kills us. */
  @IsInt() @Min(0) @Max(120_000) stopGraceMs = 8_000;
  /** What signs and verifies: the WebAssembly kernel, after it has proven itself at the start, or OpenSSL alone. */
  @IsIn(sm2EngineNames) sm2Engine: Sm2EngineName = 'wasm';
  @Section(() => OutboxConfig) outbox: OutboxConfig = new OutboxConfig();
  @Section(() => LogConfig) log: LogConfig = new LogConfig();
}

/** Environment variables of every tier and the place in the configuration they set. */
export const kernelEnvironment: EnvironmentTable = {
  OPENEC_ENVIRONMENT: ['environment', 'text'],
  OPENEC_CORE_HOST: ['listeners.core.host', 'text'],
  OPENEC_CORE_PORT: ['listeners.core.port', 'number'],
  OPENEC_PUBLIC_SERVICE_HOST: ['listeners.publicService.host', 'text'],
  OPENEC_PUBLIC_SERVICE_PORT: ['listeners.publicService.port', 'number'],
  OPENEC_DATABASE_TYPE: ['database.type', 'text'],
  OPENEC_DATABASE_FILE: ['database.file', 'text'],
  OPENEC_DATABASE_URL: ['database.url', 'text'],
  OPENEC_DATABASE_POOL_SIZE: ['database.poolSize', 'number'],
  OPENEC_MASTER_KEY: ['keys.masterKey', 'text'],
  OPENEC_SIGNING_KEY: ['keys.signingKey', 'text'],
  OPENEC_SM2_ENGINE: ['sm2Engine', 'text'],
  OPENEC_LOG_LEVEL: ['log.level', 'text'],
};
