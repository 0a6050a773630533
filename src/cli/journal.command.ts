import { Command, InvalidArgumentError } from 'commander';
import type { Kernel } from '../kernel/host/kernel.js';
import { configOption, requireConfigFile } from './config-option.js';
import { withDatabase } from './open-database.js';
import { say } from './say.js';

interface Head {
  readonly sequence: number;
  readonly hash: string;
}

/** `openec journal verify`: whether every entry of the audit journal is as it was written; exit code 1 with the first one that is not. */
export function journalCommand(): Command {
  const verify = new Command('verify').description('逐条核验日志链 · verify the chain of entries')
    .addOption(configOption())
    .option('--expected <seq:hash>', '另处保存的链头 · a head that was kept elsewhere', parseHead)
    .action(({ config, expected }: { config?: string; expected?: Head }) => (
      withDatabase(requireConfigFile(config), (kernel) => verifyJournal(kernel, expected))
    ));
  return new Command('journal').description('审计日志 · the audit journal').addCommand(verify);
}

async function verifyJournal({ journal }: Kernel, expected: Head | undefined): Promise<void> {
  const verdict = await journal.verify(expected);
  if (verdict.ok) {
    say(`日志完整，共 ${verdict.entries} 条 · the journal is whole, entries: ${verdict.entries}`);
    say(`链头（请另处保存，供下次核验） · head, to be kept elsewhere for the next time: ${verdict.entries}:${verdict.head}`);
    return;
  }
  say(`日志自第 ${verdict.brokenAt} 条起不可信；之前 ${verdict.entries} 条完好`, `The journal breaks at entry ${verdict.brokenAt}: ${verdict.why}; the ${verdict.entries} before it are sound`);
  process.exitCode = 1;
}

/** `SEQ:HASH`, as `verify` prints it. */
function parseHead(text: string): Head {
  const [, sequence, hash] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text) ?? [];
  if (sequence === undefined || hash === undefined) throw new InvalidArgumentError('SEQ:HASH, as openec journal verify prints it');
  return { sequence: Number(sequence), hash: hash.toLowerCase() };
}
