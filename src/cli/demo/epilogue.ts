import { setTimeout as pause } from 'node:timers/promises';
import type { RunningTier } from '../../kernel/host/start-tier.js';
import { lagTable, measuredLags } from '../sync-lags.js';
import type { Act } from './narrator.js';
import type { Play } from './play.js';

const CONVERGENCE_MS = 20_000;
const LOOK_EVERY_MS = 20;

const EPILOGUE: Act = {
  title: ['尾声  实测的同步时延', 'Epilogue  Measured lags'], clause: '6.1.2.3 c',
  plays: ['状态须反馈各参保省；标准未定多快，这里是实测：从起因到生效。', 'provinces are told; how fast, the standard leaves open. Here it is measured.'],
};

/** Epilogue: nothing waits any more, and how fast each kind of message took effect at each receiver; as `openec lag` prints it. */
export function playEpilogue({ stage, wire: { federation } }: Play, since: number): Promise<void> {
  const tiers = [federation.national, ...Object.values(federation.provinces)];
  return stage.perform(EPILOGUE, async () => {
    const waiting = await stage.step(['等到各发件箱清空', 'until every outbox is empty'], () => drained(tiers));
    stage.expect(waiting === 0, ['全部送达，无积压', 'everything has arrived, nothing waits'], '6.1.2.3 c', `${waiting} messages waiting`);
    const lags = (await Promise.all(tiers.map(({ name, kernel }) => measuredLags(name, kernel, since)))).flat();
    stage.narrator.line();
    for (const line of lagTable(lags, (party) => stage.narrator.nameOf(party))) stage.narrator.line(` ${line}`);
    stage.narrator.note(['第七幕中广东停机时的那一条，含停机与重投的间隔（INT-47）', 'the one of act 7, when Guangdong was down, includes the outage (INT-47)']);
  });
}

/** Waits until nothing waits any more, or the time is over; gives how many messages wait still. */
async function drained(tiers: readonly RunningTier[]): Promise<number> {
  const end = performance.now() + CONVERGENCE_MS;
  for (;;) {
    const backlogs = await Promise.all(tiers.map(({ kernel }) => kernel.outbox.backlog()));
    const waiting = backlogs.reduce((sum, { pending, stalled }) => sum + pending + stalled, 0);
    if (waiting === 0 || performance.now() > end) return waiting;
    await pause(LOOK_EVERY_MS);
  }
}
