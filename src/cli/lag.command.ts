import { Command, InvalidArgumentError, Option } from 'commander';
import type { Kernel } from '../kernel/host/kernel.js';
import { modeOfFile } from '../tiers/index.js';
import { configOption, requireConfigFile } from './config-option.js';
import { withDatabase } from './open-database.js';
import { counted, say } from './say.js';
import { lagTable, measuredLags } from './sync-lags.js';

const HOUR_MS = 3_600_000;
const MOST_HOURS = 24 * 366;

interface Wish {
  readonly config?: string;
  readonly hours: number;
}

/** `openec lag`: how long the messages this tier synchronised took from the act that caused them to their effect at the receiver (6.1.2.3 c, INT-47). */
export function lagCommand(): Command {
  return new Command('lag').description('查看实测的同步时延 · the measured lag of synchronised messages, by kind and receiver')
    .addOption(configOption())
    .addOption(new Option('--hours <number>', '最近几小时 · of the last hours').argParser(hours).default(24))
    .action((wish: Wish) => {
      const file = requireConfigFile(wish.config);
      return withDatabase(file, (kernel) => tell(modeOfFile(file), kernel, wish.hours));
    });
}

async function tell(sender: string, kernel: Kernel, last: number): Promise<void> {
  const lags = await measuredLags(sender, kernel, kernel.clock.now() - last * HOUR_MS);
  const messages = lags.reduce((sum, { count }) => sum + count, 0);
  say(`最近 ${last} 小时生效的同步消息 ${messages} 条 · ${counted(messages, 'synchronised message')} took effect in the last ${counted(last, 'hour')}`);
  if (messages > 0) say(...lagTable(lags, (party) => party));
}

function hours(text: string): number {
  const number = Number(text);
  if (/^\d{1,5}$/.test(text) && number >= 1 && number <= MOST_HOURS) return number;
  throw new InvalidArgumentError(`a whole number of hours from 1 to ${MOST_HOURS}`);
}
