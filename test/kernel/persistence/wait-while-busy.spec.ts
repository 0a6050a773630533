import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { serialiseSqlite } from '../../../src/kernel/persistence/serialise-sqlite.js';
import { waitWhileBusy } from '../../../src/kernel/persistence/wait-while-busy.js';
import { committedIds } from './overlap-scenarios.js';
import { Probe, openProbe, probe, probeOptions, sleep, temporaryFolder } from './probe-database.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

let file: string;
let dataSource: DataSource;
let count = 0;

beforeEach(async () => {
  file = folder.file(`busy-${count += 1}.db`);
  dataSource = await openProbe(file);
});
afterEach(() => dataSource.destroy());

describe('while another process is writing to the file', () => {
  it('reads are answered, the event loop turns, and writes wait until it has finished', async () => {
    const order: string[] = [];
    const rival = new Sqlite(file);
    rival.exec("BEGIN IMMEDIATE; INSERT INTO probe VALUES ('rival/1', 'rival', 'rival/1')");
    const transaction = dataSource.transaction((manager) => manager.insert(Probe, probe('a', 1))).then(() => order.push('transaction'));
    const statement = dataSource.query("INSERT INTO probe VALUES ('b/1', 'b', 'b/1')").then(() => order.push('statement'));
    for (let n = 0; n < 10; n += 1) {
      await sleep(10);
      expect(await dataSource.manager.count(Probe)).toBe(0);
    }
    order.push('end of the other process');
    rival.exec('COMMIT');
    rival.close();
    await Promise.all([transaction, statement]);
    expect(order[0]).toBe('end of the other process');
    expect(committedIds(file)).toEqual(new Set(['rival/1', 'a/1', 'b/1']));
  });

  it('a second data source of the same process gets its turn too', async () => {
    const other = await openProbe(file);
    const write = (source: DataSource, unit: string, n: number) => source.transaction(async (manager) => {
      await manager.insert(Probe, probe(unit, n));
      await sleep(n % 3);
    });
    await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].flatMap((n) => [write(dataSource, 'here', n), write(other, 'there', n)]));
    expect(committedIds(file).size).toBe(16);
    await other.destroy();
  });

  it('one that holds the file for too long makes them fail, and leaves the connection usable', async () => {
    const impatient = await serialiseSqlite(new DataSource({ ...probeOptions(file), timeout: 0 } as DataSourceOptions), 50).initialize();
    const rival = new Sqlite(file);
    rival.exec('BEGIN IMMEDIATE');
    await expect(impatient.transaction((manager) => manager.insert(Probe, probe('a', 1)))).rejects.toThrow(/locked/);
    await expect(impatient.getRepository(Probe).save(probe('b', 1))).rejects.toThrow(/locked/);
    await expect(impatient.query('DELETE FROM probe')).rejects.toThrow(/locked/);
    rival.exec('ROLLBACK');
    rival.close();
    await impatient.transaction((manager) => manager.insert(Probe, probe('c', 1)));
    expect(committedIds(file)).toEqual(new Set(['c/1']));
    await impatient.destroy();
  });
});

describe('waitWhileBusy', () => {
  const failure = (code: string) => Object.assign(new Error(code), { driverError: { code } });
  let attempts: number;
  beforeEach(() => { attempts = 0; });
  const failing = (error: Error, times: number) => () => ((attempts += 1) <= times ? Promise.reject(error) : Promise.resolve(attempts));

  it('repeats while the file is busy', async () => {
    expect(await waitWhileBusy(failing(failure('SQLITE_BUSY'), 3), 1_000)).toBe(4);
  });

  it.each([failure('SQLITE_FULL'), failure('SQLITE_CONSTRAINT_UNIQUE'), new Error('other')])('does not repeat what fails for another reason: %s', async (error) => {
    await expect(waitWhileBusy(failing(error, 3), 1_000)).rejects.toBe(error);
    expect(attempts).toBe(1);
  });
});
