import { Command } from 'commander';
import { isoTime } from '../kernel/clock.js';
import type { Kernel } from '../kernel/host/kernel.js';
import { reasonOf, type OutboxLine } from '../kernel/outbox/outbox.store.js';
import { configOption, requireConfigFile } from './config-option.js';
import { alignedColumns } from './display-width.js';
import { withDatabase } from './open-database.js';
import { counted, say } from './say.js';

const MOST = 200;
const LONGEST_REASON = 90;

interface Wish {
  readonly config?: string;
  /** True, or the peer whose messages are meant. */
  readonly redrive?: true | string;
}

/** `openec outbox`: what is not delivered to the peers yet, without what it says; `--redrive` has stalled messages sent again. */
export function outboxCommand(): Command {
  return new Command('outbox').description('查看未送达的消息，或重新投递 · list undelivered messages, or send stalled ones again')
    .addOption(configOption())
    .option('--redrive [peer]', '重新投递停滞的消息（可只针对一方） · send stalled messages again, all or those to one peer')
    .action((wish: Wish) => withDatabase(requireConfigFile(wish.config), (kernel) => tend(kernel, wish.redrive)));
}

async function tend(kernel: Kernel, redrive: Wish['redrive']): Promise<void> {
  if (redrive !== undefined) {
    const count = await kernel.work.run(() => kernel.outbox.redrive(redrive === true ? undefined : redrive));
    say(`${count} 条停滞的消息将重新投递 · ${counted(count, 'stalled message')} will be sent again by the running tier`, '');
  }
  await list(kernel);
}

async function list({ outbox }: Kernel): Promise<void> {
  const { pending, stalled } = await outbox.backlog();
  say(`待投递 ${pending} 条，停滞 ${stalled} 条 · ${pending} pending, ${stalled} stalled`);
  const lines = await outbox.undelivered(MOST);
  if (lines.length > 0) say(...alignedColumns([['序号 no', '状态 state', '对方 peer', '交易 transaction', '次数 tries', '产生 since', '原因 last error'], ...lines.map(cells)]));
  if (pending + stalled > lines.length) say(`…… 只列出最早的 ${lines.length} 条 · only the oldest ${lines.length} are shown`);
}

/** The payload is sealed and stays so; a peer's words are shown with numbers of persons masked. */
function cells(line: OutboxLine): string[] {
  const { sequence, state, destination, transType, attempts, createdAt } = line;
  return [String(sequence), state, destination, transType, String(attempts), isoTime(createdAt), reasonOf(line, LONGEST_REASON)];
}
