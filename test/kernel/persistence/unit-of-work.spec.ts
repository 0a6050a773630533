import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { UnitOfWork } from '../../../src/kernel/persistence/unit-of-work.js';
import { committedIds, ghosts, missing, range, tell, type Told } from './overlap-scenarios.js';
import { Probe, gate, openProbe, probe, probeOptions, sleep, temporaryFolder } from './probe-database.js';

const folder = temporaryFolder();
const file = folder.file('units.db');
let dataSource: DataSource;
let unitOfWork: UnitOfWork;
let taskFailures: unknown[];

beforeAll(async () => { dataSource = await openProbe(file); });
beforeEach(async () => {
  taskFailures = [];
  unitOfWork = new UnitOfWork(dataSource, (error) => taskFailures.push(error));
  await dataSource.manager.clear(Probe);
});
afterAll(async () => {
  await dataSource.destroy();
  folder.remove();
});

const insert = (unit: string, step = 1) => unitOfWork.writer().insert(Probe, probe(unit, step));

/** Four ways in which stores write; `n` decides which one this unit takes. */
async function mixedWork(n: number): Promise<void> {
  await insert(`u${n}`, 1);
  if (n % 4 === 1) await sleep(n % 3);
  if (n % 4 === 2) await unitOfWork.writer().save(Probe, [probe(`u${n}`, 2, 'to be changed'), probe(`u${n}`, 3)]);
  else for (const step of [2, 3]) await insert(`u${n}`, step);
  if (n % 4 === 3) expect(await unitOfWork.reader().countBy(Probe, { unit: `u${n}` })).toBe(3);
  const changed = await unitOfWork.writer().update(Probe, { id: `u${n}/2` }, { label: `changed ${n}` });
  expect(changed.affected).toBe(1);
  if (n % 10 === 0) throw new Error('wanted');
}

describe('zero loss', () => {
  it('of 200 parallel mixed units, 20 of which fail, exactly the acknowledged rows survive, beside 60 plain writes', async () => {
    const told: Told = { acknowledged: new Set(), failed: new Set() };
    const units = range(200).map(async (n) => {
      await sleep(n % 7);
      await tell(told, [`u${n}/1`, `u${n}/2`, `u${n}/3`], () => unitOfWork.run(() => mixedWork(n)));
    });
    const plain = range(60).map(async (n) => {
      await sleep(n % 40);
      await tell(told, [`plain${n}/1`], () => unitOfWork.reader().save(Probe, probe(`plain${n}`, 1)));
    });
    await Promise.all([...units, ...plain]);
    expect(told.acknowledged.size).toBe(180 * 3 + 60);
    expect(told.failed.size).toBe(20 * 3);
    expect(missing(told, file)).toEqual([]);
    expect(ghosts(told, file)).toEqual([]);
    expect(committedIds(file)).toEqual(told.acknowledged);
  });

  it('units run one after the other: a number read and raised inside them is never used twice', async () => {
    const numbers = await Promise.all(range(100).map(() => unitOfWork.run(async () => {
      const next = await unitOfWork.reader().count(Probe) + 1;
      await sleep(0);
      await insert('number', next);
      return next;
    })));
    expect(numbers).toEqual(range(100));
  });
});

it('units queue by themselves, also on a data source that lets transactions overlap', async () => {
  const overlapping = await new DataSource(probeOptions(folder.file('overlapping.db'))).initialize();
  await overlapping.runMigrations();
  const units = new UnitOfWork(overlapping);
  const told: Told = { acknowledged: new Set(), failed: new Set() };
  await Promise.all(range(30).map((n) => tell(told, [`u${n}/1`], () => units.run(async () => {
    await units.writer().insert(Probe, probe(`u${n}`, 1));
    await sleep(n % 3);
    if (n % 5 === 0) throw new Error('wanted');
  }))));
  expect(told.acknowledged.size).toBe(24);
  expect(committedIds(folder.file('overlapping.db'))).toEqual(told.acknowledged);
  await overlapping.destroy();
});

describe('what a unit is', () => {
  it('returns what the work returns, and rethrows its error after the rollback', async () => {
    expect(await unitOfWork.run(() => Promise.resolve('done'))).toBe('done');
    const failure = new Error('wanted');
    await expect(unitOfWork.run(async () => {
      await insert('a');
      throw failure;
    })).rejects.toBe(failure);
    expect(committedIds(file)).toEqual(new Set());
  });

  it('its reader sees its own changes, a reader outside only what is committed', async () => {
    const written = gate();
    const unit = unitOfWork.run(async () => {
      await insert('a');
      expect(await unitOfWork.reader().count(Probe)).toBe(1);
      written.open();
      await sleep(10);
      throw new Error('wanted');
    });
    await written.opened;
    const outside = unitOfWork.reader().count(Probe);
    await expect(unit).rejects.toThrow('wanted');
    expect(await outside).toBe(0);
  });

  it('is open inside its own context only', async () => {
    expect(unitOfWork.isOpen).toBe(false);
    unitOfWork.requireClosed('link');
    await unitOfWork.run(async () => {
      await sleep(1);
      expect(unitOfWork.isOpen).toBe(true);
      expect(() => unitOfWork.requireClosed('link')).toThrow('link called while a unit of work is open');
    });
    expect(unitOfWork.isOpen).toBe(false);
    const inside = gate();
    const unit = unitOfWork.run(() => inside.opened);
    await sleep(5);
    expect(unitOfWork.isOpen).toBe(false);
    inside.open();
    await unit;
  });

  it('two units of work on two databases are strangers to each other', async () => {
    const other = await openProbe();
    const otherUnits = new UnitOfWork(other);
    await unitOfWork.run(async () => {
      expect(otherUnits.isOpen).toBe(false);
      expect(() => otherUnits.writer()).toThrow(/needs an open unit of work/);
      await otherUnits.run(() => otherUnits.writer().insert(Probe, probe('there', 1)));
      await insert('here');
    });
    expect(await other.manager.count(Probe)).toBe(1);
    expect(committedIds(file)).toEqual(new Set(['here/1']));
    await other.destroy();
  });
});

describe('misuse', () => {
  it('a nested run throws, and what was written before it does not stay', async () => {
    await expect(unitOfWork.run(async () => {
      await insert('a');
      await unitOfWork.run(() => insert('b'));
    })).rejects.toThrow('A unit of work was started inside another one');
    expect(committedIds(file)).toEqual(new Set());
    await unitOfWork.run(() => insert('c'));
    expect(committedIds(file)).toEqual(new Set(['c/1']));
  });

  it('writing or asking for a task without a unit throws', () => {
    expect(() => unitOfWork.writer()).toThrow('Writing needs an open unit of work');
    expect(() => unitOfWork.afterCommit(() => undefined)).toThrow('A task after commit needs an open unit of work');
  });

  it('detached work that writes after the commit throws and writes nothing', async () => {
    let detached: Promise<unknown> = Promise.resolve();
    await unitOfWork.run(async () => {
      await insert('a');
      detached = sleep(10).then(() => insert('late'));
      detached.catch(() => undefined);
    });
    await expect(detached).rejects.toThrow('Writing needs an open unit of work');
    expect(committedIds(file)).toEqual(new Set(['a/1']));
  });

  it('detached work that asked for the writer in time but uses it late writes nothing either', async () => {
    let detached: Promise<unknown> = Promise.resolve();
    await unitOfWork.run(async () => {
      const writer = unitOfWork.writer();
      detached = sleep(10).then(() => writer.insert(Probe, probe('late', 1)));
      detached.catch(() => undefined);
      await insert('a');
    });
    await expect(detached).rejects.toThrow(/came after the work of its transaction/);
    expect(committedIds(file)).toEqual(new Set(['a/1']));
  });

  it('detached work may read what is committed and open a unit of its own', async () => {
    let detached: Promise<unknown> = Promise.resolve();
    await unitOfWork.run(async () => {
      await insert('a');
      detached = sleep(10).then(() => unitOfWork.run(async () => {
        expect(await unitOfWork.reader().count(Probe)).toBe(1);
        await insert('b');
      }));
    });
    await detached;
    expect(committedIds(file)).toEqual(new Set(['a/1', 'b/1']));
  });
});

describe('tasks after the commit', () => {
  it('run in their order, after the commit, outside of the unit, before run() returns', async () => {
    const seen: unknown[] = [];
    await unitOfWork.run(async () => {
      unitOfWork.afterCommit(() => seen.push('first', unitOfWork.isOpen, committedIds(file).has('a/1')));
      unitOfWork.afterCommit(() => seen.push('second'));
      await insert('a');
      expect(seen).toEqual([]);
    });
    expect(seen).toEqual(['first', false, true, 'second']);
  });

  it('do not run after a rollback, nor when the commit itself fails', async () => {
    const seen: string[] = [];
    await expect(unitOfWork.run(() => {
      unitOfWork.afterCommit(() => seen.push('rolled back'));
      return Promise.reject(new Error('wanted'));
    })).rejects.toThrow('wanted');
    await dataSource.query('CREATE TABLE child (id integer PRIMARY KEY, probe varchar(40) REFERENCES probe(id) DEFERRABLE INITIALLY DEFERRED)');
    await expect(unitOfWork.run(async () => {
      unitOfWork.afterCommit(() => seen.push('commit failed'));
      await unitOfWork.writer().query("INSERT INTO child (probe) VALUES ('nobody')");
    })).rejects.toThrow(/FOREIGN KEY/);
    await dataSource.query('DROP TABLE child');
    expect(seen).toEqual([]);
  });

  it('that fail are reported and change nothing: the commit stands and the others run', async () => {
    const seen: string[] = [];
    const failing = new Error('task');
    const rejecting = new Error('asynchronous task');
    const result = await unitOfWork.run(async () => {
      unitOfWork.afterCommit(() => { throw failing; });
      // oxlint-disable-next-line typescript/no-misused-promises -- exactly this mistake must not end the process
      unitOfWork.afterCommit(() => Promise.reject(rejecting));
      unitOfWork.afterCommit(() => seen.push('ran'));
      await insert('a');
      return 'stands';
    });
    await sleep(0);
    expect(result).toBe('stands');
    expect(seen).toEqual(['ran']);
    expect(taskFailures).toEqual([failing, rejecting]);
    expect(committedIds(file)).toEqual(new Set(['a/1']));
  });

  it('without a callback a failure becomes a warning of the process that quotes no data', async () => {
    const warnings: unknown[] = [];
    const emit = jest.spyOn(process, 'emitWarning').mockImplementation((warning) => { warnings.push(warning); });
    const quiet = new UnitOfWork(dataSource);
    await quiet.run(async () => { quiet.afterCommit(() => { throw new TypeError('甄测试 11010119900307851X'); }); });
    emit.mockRestore();
    expect(warnings).toEqual(['A task after a commit failed with TypeError; the committed data is not affected']);
  });
});
