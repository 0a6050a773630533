import { Command } from 'commander';
import { keyRing } from '../protocol/key-ring.js';
import { isLexicalObject, lexicalObject, NumberLexeme, parseLexicalJson, type LexicalObject } from '../protocol/lexical-json.js';
import { sealRequest } from '../protocol/seal.js';
import { systemClock } from '../kernel/clock.js';
import { systemIds } from '../kernel/ids.js';
import { keysOption, readApplicationKeys, readInput } from './application-keys.js';
import { CommandError } from './failure.js';
import { say } from './say.js';

/** `openec sign`: a request in the documented form, to be posted as it is, or to be compared with one of one's own. */
export function signCommand(): Command {
  return new Command('sign').description('按公布的写法签名一个请求 · sign a request in the documented form')
    .argument('[file]', '请求（JSON，不含 signData）；缺省为标准输入 · the request without signData; standard input by default')
    .addOption(keysOption())
    .action((file: string | undefined, { keys }: { keys: string }) => say(signed(readInput(file), keys)));
}

function signed(body: Buffer, keysFile: string): string {
  const keys = readApplicationKeys(keysFile);
  const { privateKey, platformPublicKey } = keys;
  if (privateKey === undefined || platformPublicKey === undefined) {
    throw new CommandError(`${keysFile} 缺少 privateKey 或 platformPublicKey。`, `${keysFile} lacks privateKey or platformPublicKey.`);
  }
  const members = membersIn(body);
  const text = (name: string): string | undefined => textOf(members, name);
  const transType = text('transType');
  if (transType === undefined || !isLexicalObject(members.data)) throw new CommandError('请求须有 transType 与 data。', 'The request needs transType and data.');
  const orgId = text('orgId');
  const parts = {
    signType: text('signType')?.toUpperCase() === 'SM3' ? 'SM3' : 'SM2', encType: text('encType')?.toUpperCase() === 'SM4' ? 'SM4' : 'plain',
    transType, timestamp: Number(text('timestamp') ?? systemClock.now()), requestId: text('requestId') ?? systemIds(systemClock).id(), data: members.data,
    ...(orgId !== undefined && { orgId }),
  } as const;
  return sealRequest(parts, keyRing({ ...keys, privateKey, counterpartPublicKey: platformPublicKey }));
}

function membersIn(body: Buffer): LexicalObject {
  const value = parseLexicalJson(body.toString('utf8'));
  return isLexicalObject(value) ? value : lexicalObject();
}

function textOf(members: LexicalObject, name: string): string | undefined {
  const value = members[name];
  if (value instanceof NumberLexeme) return value.text;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
