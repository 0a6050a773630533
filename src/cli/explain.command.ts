import { Command } from 'commander';
import { examine, type Diagnosis } from '../sandbox/signature-doctor/index.js';
import { keysOption, readApplicationKeys, readInput } from './application-keys.js';
import { say } from './say.js';

interface Wish {
  readonly keys: string;
  readonly answer?: true;
  readonly open?: true;
  readonly json?: true;
}

/** 0: the signature matches; 1: it does not; 2: nothing can be said of the message. */
const exitCodes: Readonly<Record<Diagnosis['verdict'], number>> = { matches: 0, mistake: 1, unknown: 1, unreadable: 2 };

/** `openec verify`: whether a signature matches, in one sentence. */
export function verifyCommand(): Command {
  return command('verify', '核验一个报文的签名 · whether the signature of a message matches', ({ sentence }) => say(...sentence));
}

/** `openec explain`: what was done, what to change, and where the strings to sign come apart. */
export function explainCommand(): Command {
  return command('explain', '说明签名为何不符、如何改 · why a signature does not match, and what to change', (diagnosis) => say(...linesOf(diagnosis)));
}

function command(name: string, description: string, tell: (diagnosis: Diagnosis) => void): Command {
  return new Command(name).description(description)
    .argument('[file]', '报文，与发送时一样；缺省为标准输入 · the message as it was sent; standard input by default')
    .addOption(keysOption())
    .option('--answer', '报文是平台的应答 · the message is an answer of the platform')
    .option('--open', '不遮盖个人信息 · show personal data unmasked')
    .option('--json', '以 JSON 输出 · print JSON')
    .action((file: string | undefined, { keys, answer, open, json }: Wish) => {
      const diagnosis = examine(readInput(file), readApplicationKeys(keys), { direction: answer === true ? 'answer' : 'request', openly: open === true });
      if (json === true) say(JSON.stringify(diagnosis, null, 2));
      else tell(diagnosis);
      process.exitCode = exitCodes[diagnosis.verdict];
    });
}

function linesOf({ sentence, expected, yours, difference, steps }: Diagnosis): string[] {
  const lines = [...sentence];
  if (expected !== undefined) lines.push('', '应签的签名原文 · the string to sign', expected);
  if (yours !== undefined && yours !== expected) lines.push('', '实际签的 · what was signed', yours);
  if (difference !== undefined) {
    lines.push('', `第 ${difference.position} 个字符起不同 · they differ from character ${difference.position} on`, `  ${difference.expected}`, `  ${difference.yours}`);
  }
  if (steps !== undefined) lines.push('', '逐步比较 · to compare step by step', ...Object.entries(steps).map(([name, value]) => `  ${name.padEnd(3)} ${value}`));
  return lines;
}
