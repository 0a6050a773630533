import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { DatabasePlace } from '../../src/kernel/persistence/database-place.js';
import { openDataSource } from '../../src/kernel/persistence/open-data-source.js';
import { isUniqueViolation } from '../../src/kernel/persistence/unique-violation.js';
import { UnitOfWork } from '../../src/kernel/persistence/unit-of-work.js';
import { range, tell, type Told } from '../kernel/persistence/overlap-scenarios.js';
import { gate, Probe, probe, probeOptionsAt, sleep } from '../kernel/persistence/probe-database.js';
import { committed, createDatabase, terminateSessions } from './scratch-databases.js';

let place: DatabasePlace & { url: string };
/** Three replicas of one tier: pools of their own on one database. */
let sources: DataSource[];
let replicas: UnitOfWork[];

beforeAll(async () => {
  place = { url: await createDatabase(), poolSize: 4 };
  sources = [];
  for (const _each of range(3)) sources.push(await openDataSource(probeOptionsAt(place)));
  replicas = sources.map((source) => new UnitOfWork(source));
});
beforeEach(async () => { await sources[0]?.query('TRUNCATE probe'); });
afterAll(async () => {
  await Promise.all(sources.map((source) => source.destroy()));
});

const replica = (n = 0): UnitOfWork => replicas[n % replicas.length];
const insert = (work: UnitOfWork, unit: string, step = 1, label?: string) => work.writer().insert(Probe, probe(unit, step, label));
const idsThere = async (): Promise<string[]> => (await committed<{ id: string }>(place.url, 'SELECT id FROM probe')).map(({ id }) => id);

describe('law 1 over three replicas on one PostgreSQL database', () => {
  it('of 240 parallel units, 40 of which fail, exactly the acknowledged rows are there', async () => {
    const told: Told = { acknowledged: new Set(), failed: new Set() };
    await Promise.all(range(240).map(async (n) => {
      await sleep(n % 7);
      const work = replica(n);
      await tell(told, [`u${n}/1`, `u${n}/2`], () => work.run(async () => {
        await insert(work, `u${n}`, 1);
        await Promise.all([insert(work, `u${n}`, 2), work.reader().countBy(Probe, { unit: `u${n}` })]);
        if (n % 6 === 0) throw new Error('wanted');
      }));
    }));
    expect(told.failed.size).toBe(40 * 2);
    expect((await idsThere()).toSorted()).toEqual([...told.acknowledged].toSorted());
  });

  it('a number that is read and raised in a unit is never used twice, and stands in the order of commit', async () => {
    const numbers: number[] = [];
    await Promise.all(range(150).map((n) => {
      const work = replica(n);
      return work.run(async () => {
        const next = await work.reader().count(Probe) + 1;
        await sleep(n % 3);
        await insert(work, `n${next}`);
        numbers.push(next);
      });
    }));
    expect(numbers).toEqual(range(150));
  });

  it('a conditional UPDATE is granted to one of many', async () => {
    await replica().run(() => insert(replica(), 'single'));
    const granted = await Promise.all(range(60).map((n) => {
      const work = replica(n);
      return work.run(async () => (await work.writer().update(Probe, { id: 'single/1', label: 'single/1' }, { label: `taken by ${n}` })).affected);
    }));
    expect(granted.filter((affected) => affected === 1)).toHaveLength(1);
    expect(granted.filter((affected) => affected === 0)).toHaveLength(59);
  });

  it('reads outside of units see what is committed, and wait for nobody', async () => {
    const [inside, checked] = [gate(), gate()];
    const writing = replica().run(async () => {
      await insert(replica(), 'open');
      inside.open();
      await checked.opened;
    });
    await inside.opened;
    expect(await replica(1).reader().count(Probe)).toBe(0);
    expect(await replica().reader().count(Probe)).toBe(0);
    checked.open();
    await writing;
    expect(await replica(1).reader().count(Probe)).toBe(1);
  });
});

describe('a unit whose statement failed', () => {
  it('is told as what it is', async () => {
    await replica().run(() => insert(replica(), 'first', 1, 'same'));
    const second = replica(1).run(() => insert(replica(1), 'second', 1, 'same'));
    await expect(second.catch((error: unknown) => Promise.resolve(isUniqueViolation(error)))).resolves.toBe(true);
  });

  it('is not acknowledged, even if the error was swallowed: PostgreSQL answers its COMMIT with a rollback', async () => {
    await replica().run(() => insert(replica(), 'first', 1, 'same'));
    const swallowing = replica().run(async () => {
      await insert(replica(), 'kept?');
      await insert(replica(), 'second', 1, 'same').catch(() => undefined);
    });
    await expect(swallowing).rejects.toThrow(/rolled this transaction back/);
    expect(await idsThere()).toEqual(['first/1']);
    await replica().run(() => insert(replica(), 'next'));
    expect(await idsThere()).toContain('next/1');
  });
});

describe('when the server ends every session in the middle of load', () => {
  it('nothing acknowledged is lost, nothing refused is half there, and everybody goes on by themselves', async () => {
    const told: Told = { acknowledged: new Set(), failed: new Set() };
    let over = false;
    const load = Promise.all(range(9).map(async (n) => {
      const work = replica(n);
      for (let k = 1; !over; k += 1) {
        const unit = `w${n}.${k}`;
        await tell(told, [`${unit}/1`, `${unit}/2`], () => work.run(async () => {
          await insert(work, unit, 1);
          await sleep(1);
          await insert(work, unit, 2);
        }));
        await work.reader().count(Probe).catch(() => 0);
      }
    }));
    let ended = 0;
    for (const _each of range(6)) {
      await sleep(150);
      ended += await terminateSessions(place.url);
    }
    await sleep(150);
    over = true;
    await load;
    const there = new Set(await idsThere());
    expect(ended).toBeGreaterThan(6);
    expect([...told.acknowledged].filter((id) => !there.has(id))).toEqual([]);
    // A COMMIT whose answer was lost may have happened: then it happened as a whole.
    expect([...there].filter((id) => !there.has(id.replace(/\d$/, (step) => String(3 - Number(step)))))).toEqual([]);
    await Promise.all(replicas.map((work, n) => work.run(() => insert(work, `after ${n}`))));
    expect(told.acknowledged.size).toBeGreaterThan(50);
  }, 60_000);

  it('reads do not notice', async () => {
    let over = false;
    const reading = Promise.all(range(9).map(async (n) => {
      let count = 0;
      for (; !over; count += 1) await replica(n).reader().count(Probe);
      return count;
    }));
    for (const _each of range(5)) {
      await sleep(60);
      await terminateSessions(place.url);
    }
    over = true;
    expect(Math.min(...await reading)).toBeGreaterThan(5);
  });

  it('a unit that waits for its turn does not notice; the one that has it is told', async () => {
    const [begun, ended] = [gate(), gate()];
    const holding = replica().run(async () => {
      await insert(replica(), 'holder');
      begun.open();
      await ended.opened;
      await insert(replica(), 'holder', 2);
    });
    await begun.opened;
    const waiting = [1, 2].map((n) => replica(n).run(() => insert(replica(n), `waiting${n}`)));
    await sleep(100);
    expect(await terminateSessions(place.url)).toBeGreaterThanOrEqual(3);
    ended.open();
    await expect(holding).rejects.toThrow(/terminat|released/);
    await Promise.all(waiting);
    expect((await idsThere()).toSorted()).toEqual(['waiting1/1', 'waiting2/1']);
  });
});
