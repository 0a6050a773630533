import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { DataSource, type EntityManager } from 'typeorm';
import { openDataSource } from '../../../src/kernel/persistence/open-data-source.js';
import { serialiseSqlite } from '../../../src/kernel/persistence/serialise-sqlite.js';
import { committedIds } from './overlap-scenarios.js';
import { Probe, openProbe, probe, probeOptions, sleep, temporaryFolder } from './probe-database.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

let file: string;
let dataSource: DataSource;
let count = 0;

beforeEach(async () => {
  file = folder.file(`serial-${count += 1}.db`);
  dataSource = await openProbe(file);
});
afterEach(() => dataSource.destroy());

/** The connection is free and outside of any transaction: another transaction commits. */
async function expectUsable(): Promise<void> {
  await dataSource.transaction((manager) => manager.insert(Probe, probe('later', count)));
  expect(committedIds(file)).toContain(`later/${count}`);
}

describe('a transaction owns the connection', () => {
  it('other statements wait for its end and see only what it committed', async () => {
    const order: string[] = [];
    const transaction = dataSource.transaction(async (manager) => {
      await manager.insert(Probe, probe('a', 1));
      await sleep(20);
      order.push('end of the transaction');
    });
    const read = sleep(5).then(() => dataSource.manager.count(Probe)).then((rows) => { order.push(`read ${rows}`); });
    await Promise.all([transaction, read]);
    expect(order).toEqual(['end of the transaction', 'read 1']);
  });

  it('waiting callers are served in the order in which they came', async () => {
    const order: number[] = [];
    await Promise.all([1, 2, 3, 4, 5].map((n) => dataSource.transaction(async () => {
      await sleep(5 - n);
      order.push(n);
    })));
    expect(order).toEqual([1, 2, 3, 4, 5]);
  });

  it('a nested transaction of its manager is a savepoint, and can fail alone', async () => {
    await dataSource.transaction(async (manager) => {
      await manager.insert(Probe, probe('outer', 1));
      await expect(manager.transaction(async (inner) => {
        await inner.insert(Probe, probe('inner', 1));
        throw new Error('only the inner one');
      })).rejects.toThrow('only the inner one');
      await manager.transaction((inner) => inner.insert(Probe, probe('inner', 2)));
    });
    expect(committedIds(file)).toEqual(new Set(['outer/1', 'inner/2']));
  });

  it('takes the write lock at its beginning: two connections that read and then write both succeed', async () => {
    const other = await openProbe(file);
    const readThenWrite = (source: DataSource, unit: string) => source.transaction(async (manager) => {
      const rows = await manager.count(Probe);
      await manager.insert(Probe, probe(unit, rows));
    });
    for (let round = 0; round < 20; round += 1) {
      await readThenWrite(dataSource, 'here');
      await readThenWrite(other, 'there');
    }
    expect(committedIds(file).size).toBe(40);
    const rival = new Sqlite(file, { timeout: 0 });
    await dataSource.transaction(async () => {
      expect(() => rival.exec('BEGIN IMMEDIATE')).toThrow(/locked/);
      await Promise.resolve();
    });
    rival.close();
    await other.destroy();
  });
});

describe('misuse is refused, not answered with a deadlock or a write outside of the transaction', () => {
  it.each<[string, (source: DataSource) => Promise<unknown>]>([
    ['a statement through the data source', (source) => source.manager.count(Probe)],
    ['a save through a repository of the data source', (source) => source.getRepository(Probe).save(probe('detour', 1))],
    ['a second transaction of the data source', (source) => source.transaction(() => Promise.resolve())],
  ])('%s inside an open transaction', async (_name, detour) => {
    await expect(dataSource.transaction(async (manager) => {
      await manager.insert(Probe, probe('a', 1));
      await detour(dataSource);
    })).rejects.toThrow(/went around the entity manager/);
    expect(committedIds(file)).toEqual(new Set());
    await expectUsable();
  });

  it('a manager that was kept beyond its transaction writes nothing', async () => {
    const kept = await dataSource.transaction((manager) => Promise.resolve({ manager }));
    await expect(kept.manager.insert(Probe, probe('kept', 1))).rejects.toThrow(/came after the work/);
    await expect(kept.manager.transaction((manager) => manager.insert(Probe, probe('kept', 2)))).rejects.toThrow(/released/);
    expect(committedIds(file)).toEqual(new Set());
    await expectUsable();
  });

  it('a statement that was not awaited is refused, wherever the commit catches it', async () => {
    for (let delay = 0; delay < 12; delay += 1) {
      const ticks = async () => { for (let n = 0; n < delay; n += 1) await Promise.resolve(); };
      let detached: Promise<unknown> = Promise.resolve();
      await dataSource.transaction(async (manager) => {
        await manager.insert(Probe, probe(`unit${delay}`, 1));
        detached = ticks().then(() => manager.insert(Probe, probe(`detached${delay}`, 1)));
        detached.catch(() => undefined);
      });
      await expect(detached).rejects.toThrow(/came after the work/);
      expect(committedIds(file)).not.toContain(`detached${delay}/1`);
    }
  });

  it('a nested transaction that was not awaited makes the whole fail instead of half of it vanish', async () => {
    let nested: Promise<unknown> = Promise.resolve();
    const outer = dataSource.transaction(async (manager) => {
      await manager.insert(Probe, probe('outer', 1));
      nested = manager.transaction(() => sleep(20));
      nested.catch(() => undefined);
      await sleep(5);
    });
    await expect(outer).rejects.toThrow(/nested transaction was open/);
    await expect(nested).rejects.toThrow(/not started/);
    expect(committedIds(file)).toEqual(new Set());
    await expectUsable();
  });

  it('after SQLite has rolled back by itself, nothing more is written in the name of the transaction', async () => {
    const swallow = (manager: EntityManager) =>
      manager.query("INSERT OR ROLLBACK INTO probe (id, unit, label) VALUES ('a/2', 'a', 'a/1')").catch(() => undefined);
    await expect(dataSource.transaction(async (manager) => {
      await manager.insert(Probe, probe('a', 1));
      await swallow(manager);
      await manager.insert(Probe, probe('a', 3));
    })).rejects.toThrow(/has rolled this transaction back/);
    await expect(dataSource.transaction(async (manager) => {
      await manager.insert(Probe, probe('a', 1));
      await swallow(manager);
    })).rejects.toThrow(/has rolled this transaction back/);
    expect(committedIds(file)).toEqual(new Set());
    await expectUsable();
  });
});

describe('the connection is given back after every kind of end', () => {
  it('a COMMIT that fails on a deferred foreign key', async () => {
    await dataSource.query('CREATE TABLE child (id integer PRIMARY KEY, probe varchar(40) REFERENCES probe(id) DEFERRABLE INITIALLY DEFERRED)');
    await expect(dataSource.transaction(async (manager) => {
      await manager.insert(Probe, probe('a', 1));
      await manager.query("INSERT INTO child (probe) VALUES ('nobody')");
    })).rejects.toThrow(/FOREIGN KEY/);
    expect(committedIds(file)).toEqual(new Set());
    await expectUsable();
  });

  it('a query runner that goes on after its commit or rollback without being released', async () => {
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.manager.insert(Probe, probe('a', 1));
    await runner.commitTransaction();
    await expectUsable();
    await runner.startTransaction();
    await runner.rollbackTransaction();
    await runner.manager.insert(Probe, probe('a', 2));
    await dataSource.manager.insert(Probe, probe('b', 1));
    await runner.release();
    expect(await dataSource.manager.count(Probe)).toBe(4);
  });

  it('a query runner that is released without commit', async () => {
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.startTransaction();
    await runner.manager.insert(Probe, probe('a', 1));
    await runner.release();
    expect(committedIds(file)).toEqual(new Set());
    await expect(runner.query('SELECT 1')).rejects.toThrow(/released/i);
    await expectUsable();
  });

  it('a disk that is full: the transaction fails as a whole, and later ones succeed', async () => {
    const [{ page_count: pages }] = await dataSource.query<[{ page_count: number }]>('PRAGMA page_count');
    await dataSource.query(`PRAGMA max_page_count = ${pages + 2}`);
    await expect(dataSource.transaction(async (manager) => {
      for (let n = 1; n < 2_000; n += 1) await manager.insert(Probe, probe('much', n, `${n}`.padStart(80, 'x')));
    })).rejects.toThrow(/full/);
    expect(committedIds(file)).toEqual(new Set());
    await dataSource.query('PRAGMA max_page_count = 100000');
    await expectUsable();
  });
});

it('migrations run, undo and run again through it', async () => {
  await dataSource.undoLastMigration();
  await expect(dataSource.manager.count(Probe)).rejects.toThrow(/no such table/);
  expect(await dataSource.runMigrations()).toHaveLength(1);
  await dataSource.undoLastMigration();
  expect(await dataSource.runMigrations({ transaction: 'all' })).toHaveLength(1);
  await expectUsable();
});

it('leaves data sources of other kinds alone', () => {
  const options = { type: 'sqljs', driver: {}, entities: [] } as const;
  const other = Object.create(DataSource.prototype) as DataSource;
  Object.assign(other, { options, driver: {} });
  expect(serialiseSqlite(other)).toBe(other);
  expect(other.driver).toEqual({});
});

it('opens twice on one file without disturbing the first', async () => {
  const second = await openDataSource(probeOptions(file));
  await second.manager.insert(Probe, probe('second', 1));
  expect(await dataSource.manager.countBy(Probe, { unit: 'second' })).toBe(1);
  await second.destroy();
});
