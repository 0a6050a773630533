import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDataSource } from '../../src/kernel/persistence/open-data-source.js';
import { UnitOfWork } from '../../src/kernel/persistence/unit-of-work.js';
import { startProbe } from '../kernel/dispatch/probe-tier.js';
import { until } from '../kernel/outbox/pair.js';
import { range, tell, type Told } from '../kernel/persistence/overlap-scenarios.js';
import { Probe, probe, probeOptionsAt, sleep } from '../kernel/persistence/probe-database.js';
import { ScratchCluster } from '../../scripts/scratch-cluster.mjs';
import { committed } from './scratch-databases.js';

const made = await ScratchCluster.start();
const cluster = made as ScratchCluster;
const possible = typeof made === 'string' ? describe.skip : describe;
if (typeof made === 'string') process.stderr.write(`no server is crashed here: ${made}\n`);

let dataSource: DataSource;
let work: UnitOfWork;

beforeAll(async () => {
  if (typeof made === 'string') return;
  dataSource = await openDataSource(probeOptionsAt({ url: cluster.url, poolSize: 4 }));
  work = new UnitOfWork(dataSource);
}, 60_000);
afterAll(async () => {
  if (typeof made === 'string') return;
  await dataSource.destroy();
  cluster.remove();
});

/** A further database of the cluster. */
async function newDatabase(name: string): Promise<string> {
  await committed(cluster.url, `CREATE DATABASE ${name}`);
  return Object.assign(new URL(cluster.url), { pathname: `/${name}` }).toString();
}

/** Six workers that write and read until they are told that it is over. */
function load(told: Told): { stop(): Promise<void> } {
  let over = false;
  const write = (unit: string) => tell(told, [`${unit}/1`, `${unit}/2`], () => work.run(async () => {
    for (const step of [1, 2]) await work.writer().insert(Probe, probe(unit, step));
  }));
  const workers = Promise.all(range(6).map(async (n) => {
    for (let k = 1; !over; k += 1) {
      await write(`w${n}.${k}`);
      await work.reader().count(Probe).catch(() => sleep(5));
    }
  }));
  return {
    stop: async () => {
      over = true;
      await workers;
    },
  };
}

possible('a server that crashes in the middle of load and comes back', () => {
  it('has everything that was acknowledged, and the tier goes on by itself', async () => {
    const told: Told = { acknowledged: new Set(), failed: new Set() };
    const running = load(told);
    for (const _each of range(2)) {
      await sleep(400);
      cluster.crashes();
      await sleep(300);
      cluster.begins();
    }
    const before = told.acknowledged.size;
    await sleep(800);
    await running.stop();
    expect(before).toBeGreaterThan(20);
    expect(told.acknowledged.size).toBeGreaterThan(before);
    const rows = await committed<{ id: string }>(cluster.url, 'SELECT id FROM probe');
    const there = new Set(rows.map(({ id }) => id));
    expect([...told.acknowledged].filter((id) => !there.has(id))).toEqual([]);
    expect(there.size % 2).toBe(0);
  }, 60_000);

  it('is told at once by everybody who asks while it stays away for long', async () => {
    cluster.crashes();
    // If each waited for the server anew, one after the other, this would take two minutes.
    const asked = await Promise.allSettled(range(40).map((n) => work.run(() => work.writer().insert(Probe, probe(`away${n}`, 1)))));
    expect(asked.every(({ status }) => status === 'rejected')).toBe(true);
    cluster.begins();
    await work.run(() => work.writer().insert(Probe, probe('back', 1)));
  }, 30_000);

  it('takes the tier out of service while it is away, and back into it', async () => {
    const tier = await startProbe({ config: { database: { type: 'postgres', url: await newDatabase('ready'), poolSize: 3 } } });
    const ready = async (): Promise<number> => (await fetch(`${tier.coreUrl}/ready`)).status;
    try {
      expect(await ready()).toBe(200);
      cluster.crashes();
      await until('503', async () => (await ready()) === 503);
      cluster.begins();
      await until('200', async () => (await ready()) === 200);
    } finally {
      await tier.stop();
    }
  }, 60_000);
});
