import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../src/kernel/clock.js';
import { systemIds } from '../../../src/kernel/ids.js';
import { JournalStore } from '../../../src/kernel/journal/journal.store.js';
import { UnitOfWork } from '../../../src/kernel/persistence/unit-of-work.js';
import { DataKeyEntity } from '../../../src/kernel/protection/data-key.entity.js';
import { unlockDataProtection } from '../../../src/kernel/protection/data-protection.js';
import { compileSources } from './compiled-sources.js';
import { Probe, openProbe, temporaryFolder } from './probe-database.js';

const folder = temporaryFolder();
const program = (name: string) => folder.file(path.join('program', 'test/kernel/persistence', `${name}.js`));
beforeAll(() => compileSources(folder.file('program')));
afterAll(() => folder.remove());

describe('a process that is killed right after acknowledging', () => {
  it('has lost nothing it acknowledged, left no half unit, and the journal is whole, five times in a row on one file', async () => {
    const file = folder.file('crash.db');
    const acknowledged = new Set<string>();
    for (const limit of [1, 7, 23, 40, 12]) {
      const { stdout, signal, stderr } = spawnSync(process.execPath, [program('crash-writer'), file, String(limit)], { encoding: 'utf8' });
      expect({ signal, stderr }).toEqual({ signal: 'SIGKILL', stderr: '' });
      const told = stdout.trim().split('\n');
      expect(told).toHaveLength(limit);
      for (const unit of told) acknowledged.add(unit);
      await expectWhole(file, acknowledged);
    }
  }, 120_000);
});

async function expectWhole(file: string, acknowledged: ReadonlySet<string>): Promise<void> {
  const dataSource = await openProbe(file);
  const rows = new Map<string, number>();
  for (const { unit } of await dataSource.manager.find(Probe)) rows.set(unit, (rows.get(unit) ?? 0) + 1);
  expect([...acknowledged].filter((unit) => rows.get(unit) !== 2)).toEqual([]);
  expect([...rows].filter(([, count]) => count !== 2)).toEqual([]);
  const journal = new JournalStore(new UnitOfWork(dataSource), systemClock);
  expect(await journal.verify()).toMatchObject({ ok: true, entries: rows.size });
  await dataSource.destroy();
}

describe('three processes that start at once on a file that does not exist yet', () => {
  it('run the migrations once and share one pair of data keys, in every round', async () => {
    for (let round = 0; round < 3; round += 1) {
      const file = folder.file(`race-${round}.db`);
      const starters = await Promise.all([1, 2, 3].map(() => waiting(file)));
      const answers = await Promise.all(starters.map((starter) => starter.go()));
      await expectOnePair(file, answers);
    }
  }, 120_000);
});

interface Answer {
  foreignKeys: number;
  sealed: string;
  index: string;
}

async function expectOnePair(file: string, answers: readonly Answer[]): Promise<void> {
  expect(new Set(answers.map(({ index }) => index)).size).toBe(1);
  expect(answers.map(({ foreignKeys }) => foreignKeys)).toEqual([1, 1, 1]);
  const dataSource = await openProbe(file);
  expect((await dataSource.manager.find(DataKeyEntity)).map(({ purpose }) => purpose).sort()).toEqual(['blind-index-1', 'seal-1']);
  const protection = await unlockDataProtection(new UnitOfWork(dataSource), new Uint8Array(32).fill(7), systemClock, systemIds(systemClock));
  expect(answers.map(({ sealed }) => protection.open(sealed, 'place'))).toEqual(['甄测试', '甄测试', '甄测试']);
  await dataSource.destroy();
}

/** A process that has loaded everything and waits for its start. */
async function waiting(file: string): Promise<{ go(): Promise<Answer> }> {
  const child: ChildProcess = spawn(process.execPath, [program('key-starter'), file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  expect(await lines.next()).toMatchObject({ value: 'ready' });
  const exit = once(child, 'exit');
  return {
    go: async () => {
      child.stdin!.write('x');
      const { value } = await lines.next() as { value: string };
      expect(await exit).toEqual([0, null]);
      return JSON.parse(value) as Answer;
    },
  };
}
