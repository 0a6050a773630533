import { constants } from 'node:os';
import { Command, Option } from 'commander';
import { faults, runDemo, type DemoWish } from './demo/run-demo.js';
import { say } from './say.js';

interface Wish {
  readonly once?: boolean;
  readonly data?: string;
  readonly fault?: DemoWish['fault'];
}

/** `openec demo`: the story of one credential through three mid-platforms, in one process and over real HTTP. */
export function demoCommand(): Command {
  return new Command('demo').description('演示：激活、展码、扫码、结算、跨省 · the story: activation, code, scan, settlement, across provinces')
    .option('--once', '演完即退出；每一步都符合标准时退出码为 0 · end after the last act; exit code 0 only if every outcome was as the standard says')
    .option('--data <dir>', '保留数据库于此目录，可再次运行 · keep the databases here, for further runs')
    .addOption(new Option('--fault <name>', '故意制造故障 · let something go wrong on purpose').choices(faults))
    .action(run);
}

async function run({ once = false, data, fault }: Wish): Promise<void> {
  const { isTTY, columns } = process.stdout;
  const coloured = isTTY && process.stdout.hasColors();
  const signal = await runDemo({ once, data, fault, coloured, columns: isTTY ? columns : undefined, write: (line) => say(line) });
  // The story was interrupted, so it did not come out as it should.
  if (signal !== undefined) process.exitCode = 128 + constants.signals[signal];
}
