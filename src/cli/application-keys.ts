import { readFileSync } from 'node:fs';
import { Option } from 'commander';
import type { DoctorKeys, OtherApplication } from '../sandbox/signature-doctor/index.js';
import { CommandError } from './failure.js';

export const keysOption = (): Option => (
  new Option('--keys <file>', '应用的密钥（JSON：appId、appSecret、privateKey、platformPublicKey……） · keys of the application, as JSON').makeOptionMandatory()
);

/** Exit code of a command that cannot use what it was given. */
const UNUSABLE = 2;

const NAMES = ['appId', 'appSecret', 'publicKey', 'privateKey', 'platformPublicKey', 'platformPrivateKey'] as const;

/**
 * The keys of one application, as they were handed over: `appId` and `appSecret`, the application's `privateKey` or `publicKey`, the platform's
 * `platformPublicKey` (`counterpartPublicKey` in the demo's own file). `others` may list applications with which they may have been mixed up.
 */
export function readApplicationKeys(file: string): DoctorKeys {
  const values = objectIn(file);
  const text = (name: string): string | undefined => (typeof values[name] === 'string' ? values[name] : undefined);
  const keys = Object.fromEntries(NAMES.map((name) => [name, text(name)])) as Record<(typeof NAMES)[number], string | undefined>;
  const { appId, appSecret } = keys;
  if (appId === undefined || appSecret === undefined) throw new CommandError(`${file} 缺少 appId 或 appSecret。`, `${file} lacks appId or appSecret.`, UNUSABLE);
  return { ...keys, appId, appSecret, platformPublicKey: keys.platformPublicKey ?? text('counterpartPublicKey'), others: othersIn(values.others, file) };
}

function objectIn(file: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // A parser's message quotes the text, and secrets stand in it.
  }
  throw new CommandError(`${file} 读不出一个 JSON 对象。`, `${file} cannot be read as a JSON object.`, UNUSABLE);
}

const OTHERS_NAMES = ['name', 'appId', 'appSecret', 'publicKey'] as const;

function othersIn(value: unknown, file: string): OtherApplication[] {
  if (value === undefined) return [];
  const isOther = (each: unknown): each is OtherApplication => (
    typeof each === 'object' && each !== null && OTHERS_NAMES.every((name) => typeof Reflect.get(each, name) === 'string')
  );
  if (Array.isArray(value) && value.every(isOther)) return value;
  throw new CommandError(`${file} 的 others 须为含 ${OTHERS_NAMES.join('、')} 的对象列表。`, `others in ${file} must be a list of objects with ${OTHERS_NAMES.join(', ')}.`, UNUSABLE);
}

/** What stands in a file, or comes from standard input for `-` and without a name. */
export function readInput(file = '-'): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(`读不到报文：${why}`, `The message cannot be read: ${why}`, UNUSABLE);
  }
}
