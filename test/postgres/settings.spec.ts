import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { databasePlace } from '../../src/kernel/config/database-config.js';
import { placeInWords } from '../../src/kernel/persistence/database-place.js';
import { openDataSource } from '../../src/kernel/persistence/open-data-source.js';
import { probeOptionsAt } from '../kernel/persistence/probe-database.js';
import { committed, createDatabase } from './scratch-databases.js';


const nameOf = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1));
const opening = (url: string) => openDataSource(probeOptionsAt({ url, poolSize: 3 }));

describe('a PostgreSQL database of a tier', () => {
  it('is refused where a crash of the server would take back what was answered', async () => {
    const url = await createDatabase();
    await committed(url, `ALTER DATABASE "${nameOf(url)}" SET synchronous_commit = off`);
    await expect(opening(url)).rejects.toThrow(/synchronous_commit = off/);
  });

  it('hands out bigints as numbers, and none that a number cannot hold', async () => {
    const dataSource = await opening(await createDatabase());
    try {
      expect(await dataSource.query('SELECT 9007199254740991::bigint AS n, count(*) AS c FROM probe')).toEqual([{ n: 9_007_199_254_740_991, c: 0 }]);
      await expect(dataSource.query('SELECT 9007199254740993::bigint AS n')).rejects.toThrow(/no exact integer/);
      expect(await dataSource.query('SELECT 1 AS still')).toEqual([{ still: 1 }]);
      // The driver's own setting, which belongs to the whole process, stays as it was.
      expect(pg.types.getTypeParser(20)('1')).toBe('1');
    } finally {
      await dataSource.destroy();
    }
  });

  it('is told to give up sessions that hang, wait or have gone', async () => {
    const dataSource = await opening(await createDatabase());
    const settings = "('lock_timeout', 'idle_in_transaction_session_timeout', 'tcp_keepalives_idle')";
    expect(await dataSource.query(`SELECT name, setting FROM pg_settings WHERE name IN ${settings} ORDER BY 1`)).toEqual([
      { name: 'idle_in_transaction_session_timeout', setting: '30000' }, { name: 'lock_timeout', setting: '10000' }, { name: 'tcp_keepalives_idle', setting: '10' },
    ]);
    await dataSource.destroy();
  });

  it('is served by a role that may neither create nor alter, once its schema is there', async () => {
    const url = await createDatabase();
    await (await opening(url)).destroy();
    const role = `openec_test_server_${nameOf(url).slice(-8)}`;
    await committed(url, `CREATE ROLE ${role} LOGIN PASSWORD 'secret-of-test'; REVOKE CREATE ON SCHEMA public FROM PUBLIC;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role}`);
    const asRole = Object.assign(new URL(url), { username: role, password: 'secret-of-test' }).toString();
    try {
      const dataSource = await opening(asRole);
      await dataSource.transaction((manager) => manager.query("INSERT INTO probe VALUES ('a', 'b', 'c')"));
      await expect(dataSource.query('CREATE TABLE surplus (id integer)')).rejects.toThrow(/permission denied/);
      await dataSource.destroy();
    } finally {
      await committed(url, `DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  });

  it('that is not there is told without its password', async () => {
    const url = 'postgresql://somebody:hidden-word@127.0.0.1:1/nowhere?password=hidden-word';
    const failure = await opening(url).catch((error: unknown) => error as Error) as Error;
    expect(failure.message).toMatch(/^The database postgresql:\/\/somebody@127\.0\.0\.1:1\/nowhere cannot be opened: .*ECONNREFUSED/);
    expect(`${failure.message}${failure.stack}`).not.toContain('hidden-word');
    expect(placeInWords(databasePlace({ type: 'postgres', url, poolSize: 3 }))).toBe('postgresql://somebody@127.0.0.1:1/nowhere');
  });
});
