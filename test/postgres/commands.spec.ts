import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { CliProcess, openec } from '../cli/cli-process.js';
import { freePortRange } from '../cli/port-range.js';
import { scratchFolder } from '../cli/scratch.js';
import { createDatabase } from './scratch-databases.js';

jest.setTimeout(120_000);

const folder = scratchFolder();
const config = join(folder, 'province-35.json');
const PASSWORD = 'canary-of-the-password';

/** What the server trusts anyway, with a password in it that must not show. */
const withPassword = (url: string): string => Object.assign(new URL(url), { password: PASSWORD }).toString();

function configure(change: object): void {
  writeFileSync(config, JSON.stringify({ ...JSON.parse(readFileSync(config, 'utf8')) as object, ...change }));
}

beforeAll(async () => {
  await openec(['keygen', '--federation', '--provinces', '35', '--out', folder, '--port', String(await freePortRange(7))]);
  configure({ database: { type: 'postgres', url: withPassword(await createDatabase()) }, log: { level: 'silent' } });
});

describe('the commands at a PostgreSQL database', () => {
  it('look at nothing whose schema is behind', async () => {
    const { code, stderr } = await openec(['outbox', '--config', config]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/lacks \d+ migrations; run openec migrate first/);
  });

  it('bring it up to date, and say which database without its password', async () => {
    const first = await openec(['migrate', '--tier', 'province', '--config', config]);
    expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/migrations ran: postgresql:\/\/\S+@\S+\/openec_test_\w+/) });
    const second = await openec(['migrate', '--tier', 'province', '--config', config]);
    expect(second).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing to run') });
    expect(`${first.stdout}${second.stdout}`).not.toContain(PASSWORD);
  });

  it('refuse the database of another tier', async () => {
    const national = join(folder, 'national.json');
    writeFileSync(national, JSON.stringify({ ...JSON.parse(readFileSync(national, 'utf8')) as object, database: (JSON.parse(readFileSync(config, 'utf8')) as { database: object }).database }));
    const { code, stderr } = await openec(['national', '--config', national]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/has the schema of a newer program or of another tier/);
    expect(stderr).not.toContain(PASSWORD);
  });

  it('start a province and a second one beside it, verify the journal meanwhile, and stop both', async () => {
    const first = new CliProcess(['province', '--config', config]);
    const [, healthUrl = ''] = await first.says(/(http:\S+\/health)/);
    const second = new CliProcess(['province', '--config', config], { OPENEC_CORE_PORT: '0', OPENEC_PUBLIC_SERVICE_PORT: '0' });
    const [, otherUrl = ''] = await second.says(/(http:\S+\/health)/);
    for (const url of [healthUrl, otherUrl]) {
      const { checks } = await (await fetch(url)).json() as { checks: { name: string; ok: boolean }[] };
      expect(checks.find(({ name }) => name === 'database')).toMatchObject({ ok: true });
    }
    expect(await openec(['journal', 'verify', '--config', config])).toMatchObject({ code: 0, stdout: expect.stringContaining('the journal is whole') });
    for (const each of [first, second]) {
      each.signal('SIGTERM');
      const { code, stdout, stderr } = await each.ended();
      expect(code).toBe(0);
      expect(`${stdout}${stderr}`).not.toContain(PASSWORD);
    }
  });

  it('say in one sentence that a database is not there', async () => {
    const { database } = JSON.parse(readFileSync(config, 'utf8')) as { database: { url: string } };
    configure({ database: { ...database, url: `${database.url}_nowhere` } });
    const { code, stderr } = await openec(['province', '--config', config]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/The database postgresql:\S+_nowhere cannot be opened: database "\w+" does not exist/);
    expect(stderr).not.toContain(PASSWORD);
    expect(stderr).not.toContain('    at ');
  });
});
