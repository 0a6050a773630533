import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dataSourceOptions, databaseFile, integer } from '../../../src/kernel/persistence/data-source-options.js';
import { openDataSource, pendingMigrations } from '../../../src/kernel/persistence/open-data-source.js';
import { isUniqueViolation } from '../../../src/kernel/persistence/unique-violation.js';
import { KernelTables1700000000001, Probe, ProbeTable1700000000002, openProbe, probe, probeOptions, temporaryFolder } from './probe-database.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const permissions = (file: string) => (statSync(file).mode & 0o777).toString(8);

class BreaksHalfway1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE half (id integer PRIMARY KEY)');
    await runner.query('CREATE TABLE probe (id integer PRIMARY KEY)');
  }

  async down(): Promise<void> {}
}

describe('durability and integrity switches', () => {
  it('write-ahead log, synchronous FULL, foreign keys, no waiting inside the database', async () => {
    const dataSource = await openProbe(folder.file('switches.db'));
    const pragma = async (name: string) => Object.values((await dataSource.query<[object]>(`PRAGMA ${name}`))[0])[0] as unknown;
    expect(await pragma('journal_mode')).toBe('wal');
    expect(await pragma('synchronous')).toBe(2);
    expect(await pragma('foreign_keys')).toBe(1);
    expect(await pragma('busy_timeout')).toBe(0);
    expect(dataSource.options.synchronize).toBe(false);
    expect(dataSource.options.migrationsTransactionMode).toBe('each');
    await dataSource.destroy();
  });
});

describe('the file', () => {
  it('is created with its folders, all closed to others, side files included', async () => {
    const file = folder.file('new/tier/openec.db');
    const dataSource = await openProbe(file);
    await dataSource.manager.insert(Probe, probe('a', 1));
    expect(permissions(path.dirname(file))).toBe('700');
    expect([file, `${file}-wal`, `${file}-shm`].map(permissions)).toEqual(['600', '600', '600']);
    await dataSource.destroy();
  });

  it('that the world can read is closed; rights of owner and group stay', async () => {
    const file = folder.file('open.db');
    await (await openProbe(file)).destroy();
    chmodSync(file, 0o644);
    await (await openProbe(file)).destroy();
    expect(permissions(file)).toBe('640');
  });

  it('keeps its rows when it is opened again', async () => {
    const file = folder.file('again.db');
    const first = await openProbe(file);
    await first.manager.insert(Probe, probe('a', 1));
    await first.destroy();
    const second = await openProbe(file);
    expect(await second.manager.count(Probe)).toBe(1);
    expect(await pendingMigrations(second)).toEqual([]);
    await second.destroy();
  });

  it('may be :memory:, which touches no disk', async () => {
    const dataSource = await openProbe();
    expect(databaseFile(dataSource.options)).toBeUndefined();
    expect(existsSync(':memory:')).toBe(false);
    await dataSource.destroy();
  });
});

describe('a file that cannot be used is named in the error', () => {
  it('not a database', async () => {
    const file = folder.file('letter.db');
    writeFileSync(file, 'Dear Sir or Madam, '.repeat(100));
    await expect(openProbe(file)).rejects.toThrow(`The database file ${file} cannot be opened: file is not a database`);
  });

  it('a folder in the place of the file, and a file in the place of the folder', async () => {
    const place = folder.file('place.db');
    mkdirSync(place);
    await expect(openProbe(place)).rejects.toThrow(`The database file ${place} cannot be created or protected`);
    const file = folder.file('again.db/below.db');
    await expect(openProbe(file)).rejects.toThrow(`The database file ${file} cannot be created or protected`);
  });

  it('a migration that breaks halfway: nothing of it stays, the earlier ones do, and a repaired program goes on', async () => {
    const file = folder.file('halfway.db');
    const broken = { ...probeOptions(file), migrations: [KernelTables1700000000001, ProbeTable1700000000002, BreaksHalfway1700000000003] };
    await expect(openDataSource(broken)).rejects.toThrow(`The database file ${file} cannot be brought up to date: `);
    const repaired = await openProbe(file);
    expect(await repaired.query("SELECT name FROM sqlite_master WHERE name IN ('half', 'probe')")).toEqual([{ name: 'probe' }]);
    await repaired.destroy();
  });

  it('a schema of a newer program or another tier is left untouched', async () => {
    const file = folder.file('newer.db');
    await (await openProbe(file)).destroy();
    const older = dataSourceOptions({ file, entities: [], migrations: [KernelTables1700000000001] });
    await expect(openDataSource(older)).rejects.toThrow(/newer program or of another tier \(it knows ProbeTable1700000000002\)/);
    await (await openProbe(file)).destroy();
  });
});

it('pendingMigrations names what would run, in its order', async () => {
  const dataSource = await openProbe();
  await dataSource.undoLastMigration();
  expect(await pendingMigrations(dataSource)).toEqual(['ProbeTable1700000000002']);
  await dataSource.undoLastMigration();
  expect(await pendingMigrations(dataSource)).toEqual(['KernelTables1700000000001', 'ProbeTable1700000000002']);
  await dataSource.destroy();
});

describe('isUniqueViolation', () => {
  it('knows a taken primary key and a taken unique value, and nothing else', async () => {
    const dataSource = await openProbe();
    await dataSource.manager.insert(Probe, probe('a', 1));
    const errorOf = (act: Promise<unknown>) => act.then(() => undefined, (error: unknown) => error);
    expect(isUniqueViolation(await errorOf(dataSource.manager.insert(Probe, probe('a', 1, 'other'))))).toBe(true);
    expect(isUniqueViolation(await errorOf(dataSource.manager.insert(Probe, probe('a', 2, 'a/1'))))).toBe(true);
    expect(isUniqueViolation(await errorOf(dataSource.query('INSERT INTO probe (id) VALUES (1)')))).toBe(false);
    expect(isUniqueViolation(await errorOf(dataSource.query('SELECT nothing')))).toBe(false);
    await dataSource.destroy();
  });

  it('knows the code of PostgreSQL, bare and wrapped, and survives what is no error', () => {
    expect(isUniqueViolation({ code: '23505' })).toBe(true);
    expect(isUniqueViolation({ driverError: { code: '23505' } })).toBe(true);
    expect([undefined, null, 'SQLITE_CONSTRAINT_UNIQUE', { code: '23503' }, {}].map(isUniqueViolation)).toEqual([false, false, false, false, false]);
  });
});

describe('the transformer for bigint columns', () => {
  it('reads what either database hands out, keeps null, refuses what a number cannot hold', () => {
    expect(['1763856000000', 1763856000000, null, undefined].map((value): unknown => integer.from(value)))
      .toEqual([1763856000000, 1763856000000, null, undefined]);
    for (const value of ['9007199254740993', 1.5, 'text']) expect(() => { integer.from(value); }).toThrow(RangeError);
  });
});
