import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startProbe, type Probe } from '../dispatch/probe-tier.js';
import { never, sleep } from '../outbox/pair.js';

interface Report { tier: string; environment: string; ok: boolean; ready: boolean; why: string[]; checks: { name: string; ok: boolean; needed: boolean; why: string }[] }

let folder: string;
let probe: Probe;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'openec-health-'));
  probe = await startProbe({ file: join(folder, 'probe.db') });
});
afterEach(async () => {
  await probe.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function get(path: string, url = probe.coreUrl): Promise<Report & { status: number }> {
  const response = await fetch(url + path);
  return { status: response.status, ...(await response.json() as Report) };
}

const database = ({ checks }: Report) => checks.find((check) => check.name === 'database');

describe('/health and /ready', () => {
  it('say on both listeners how the tier is, and why', async () => {
    for (const url of [probe.coreUrl, probe.publicServiceUrl]) {
      expect(await get('/health', url)).toMatchObject({ status: 200, tier: 'probe', environment: 'sandbox', ok: true });
      const ready = await get('/ready', url);
      expect(ready).toMatchObject({ status: 200, tier: 'probe', ready: true, why: [] });
      expect(ready.checks).toEqual([
        { name: 'database', ok: true, needed: true, why: 'takes writes' }, { name: 'outbox', ok: true, needed: false, why: '0 waiting, 0 stalled' },
      ]);
    }
  });

  it('say 503 and why when the database is gone; the process itself lives', async () => {
    await probe.kernel.dataSource.destroy();
    for (const url of [probe.coreUrl, probe.publicServiceUrl]) {
      const ready = await get('/ready', url);
      expect(ready).toMatchObject({ status: 503, ready: false, why: [expect.stringMatching(/^database: takes no writes: ./)] });
      expect(await get('/health', url)).toMatchObject({ status: 200, ok: false });
    }
  });

  it.each([
    ['read-only', (at: Probe) => at.kernel.dataSource.query('PRAGMA query_only = ON'), /readonly/],
    ['without its tables', (at: Probe) => at.kernel.dataSource.query('DROP TABLE data_key'), /no such table/],
  ])('say 503 and why when the database is %s', async (_what, spoil, why) => {
    expect((await get('/ready')).status).toBe(200);
    await spoil(probe);
    await sleep(300);
    const ready = await get('/ready');
    expect(ready.status).toBe(503);
    expect(database(ready)).toMatchObject({ ok: false, needed: true, why: expect.stringMatching(why) });
  });

  it('say so in time when another process does not let go of the database, and again when it has', async () => {
    const other = new Sqlite(join(folder, 'probe.db'));
    other.exec('BEGIN IMMEDIATE');
    const before = performance.now();
    const ready = await get('/ready');
    expect(performance.now() - before).toBeLessThan(6000);
    expect(ready).toMatchObject({ status: 503, why: ['database: takes no writes: no turn within 2 s'] });
    other.exec('ROLLBACK');
    other.close();
    await sleep(300);
    expect((await get('/ready')).status).toBe(200);
  });

  it('say so in time when a unit of work does not end; a stop does not wait for it', async () => {
    void probe.kernel.work.run(() => never());
    const ready = await get('/ready');
    expect(ready).toMatchObject({ status: 503, why: ['database: takes no writes: no turn within 2 s'] });
    const before = performance.now();
    await probe.stop();
    expect(performance.now() - before).toBeLessThan(3000);
  });

  it('write nothing and do not stand in the writers\' way, however often they are asked', async () => {
    const { dataSource, work } = probe.kernel;
    const version = async () => (await dataSource.query<{ data_version: number }[]>('PRAGMA data_version'))[0];
    const [before, versionBefore] = [await dataSource.query('SELECT total_changes() AS n'), await version()];
    let writes = 0;
    dataSource.logger.logQuery = (query) => { if (query.startsWith('BEGIN')) writes += 1; };
    const answers = await Promise.all(Array.from({ length: 200 }, () => get('/health')));
    await work.run(() => Promise.resolve());
    dataSource.logger.logQuery = () => undefined;
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(writes).toBeLessThan(30);
    expect([await dataSource.query('SELECT total_changes() AS n'), await version()]).toEqual([before, versionBefore]);
  });
});
