import 'reflect-metadata';
import { systemClock } from '../../../src/kernel/clock.js';
import { Counting } from '../../../src/modules/statistics/counting.js';
import { FigureStore } from '../../../src/modules/statistics/figure.store.js';
import { checkTierConfig, start } from '../../../src/tiers/index.js';

/** Where a count dies: with a portion written down but not committed, or committed and the next not begun. */
export interface Death {
  readonly portion: number;
  readonly at: 'before its commit' | 'after its commit';
}

/** What the program is told: how many lines make a portion, and how far the clock of the stage is ahead. */
export interface CountingOrder {
  readonly plan: object;
  readonly aheadMs: number;
  readonly lines: number;
  readonly death: Death;
}

const { plan, aheadMs, lines, death } = JSON.parse(process.argv[2] ?? '') as CountingOrder;

/** SIGKILL, as by a power failure: nothing runs any more. */
function dies(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => { /* never */ });
}

const { app } = await start(checkTierConfig('province', plan), { clock: { now: () => systemClock.now() + aheadMs } });
const figures = app.get(FigureStore, { strict: false });
const add = figures.add.bind(figures);
let portions = 0;
figures.add = async (...counts) => {
  await add(...counts);
  portions += 1;
  if (portions === death.portion && death.at === 'before its commit') await dies();
};
const counting = app.get(Counting, { strict: false });
while (await counting.count(lines)) if (portions === death.portion) await dies();
process.stdout.write('"counted everything"\n');
