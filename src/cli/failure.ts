import { ConfigError } from '../kernel/config/load-config.js';
import { MasterKeyError } from '../kernel/protection/data-key-ring.js';
import { counted } from './say.js';

/** A command cannot do what it was asked to; says why in one sentence, Chinese and English. */
export class CommandError extends Error {
  constructor(readonly chinese: string, readonly english: string, readonly exitCode = 1) {
    super(english);
    this.name = 'CommandError';
  }
}

/** What is told to the operator, and the exit code of the process. */
export interface Failure {
  readonly lines: readonly string[];
  readonly exitCode: number;
}

/** Exit code 2: the configuration does not hold, or what a command was given to read. Everything else that keeps a command from its work is 1. */
export function explainFailure(error: unknown): Failure {
  if (error instanceof ConfigError) return { exitCode: 2, lines: configFaults(error) };
  return { exitCode: error instanceof CommandError ? error.exitCode : 1, lines: sentences(error) };
}

function configFaults({ faults }: ConfigError): string[] {
  const heading = `配置有 ${faults.length} 处错误，未启动 · the configuration has ${counted(faults.length, 'fault')}, nothing was started`;
  return [heading, ...faults.map((fault) => `  - ${fault}`)];
}

function sentences(error: unknown): string[] {
  if (error instanceof CommandError) return [error.chinese, error.english];
  if (error instanceof MasterKeyError) return ['主密钥与数据库不符，未启动。', error.message];
  if (isSystemError(error)) return systemSentences(error);
  // A fault of the program itself is worth its stack; what an operator can cause is not.
  if (error instanceof TypeError || error instanceof ReferenceError) return ['程序内部错误：', error.stack ?? error.message];
  return ['未能完成：', error instanceof Error ? error.message : String(error)];
}

interface SystemError extends Error {
  readonly code: string;
  readonly syscall?: string;
  readonly address?: string;
  readonly port?: number;
}

function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && typeof Reflect.get(error, 'syscall') === 'string';
}

const LISTEN_FAULTS: Readonly<Record<string, readonly [chinese: string, english: string]>> = {
  EADDRINUSE: ['已被占用，请停掉占用它的程序或改用其他端口。', 'is taken: stop whoever listens there, or configure another port.'],
  EACCES: ['不允许监听：小于 1024 的端口需要权限。', 'may not be listened on: ports below 1024 need a privilege.'],
  EADDRNOTAVAIL: ['不是本机地址。', 'is no address of this machine.'],
};

function systemSentences({ code, syscall, address, port, message }: SystemError): string[] {
  const known = syscall === 'listen' ? LISTEN_FAULTS[code] : undefined;
  if (known === undefined) return ['未能完成：', message];
  const where = `${address ?? ''}:${port ?? ''}`;
  return [`地址 ${where} ${known[0]}`, `The address ${where} ${known[1]}`];
}
