import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openec } from './cli-process.js';
import { scratchFolder } from './scratch.js';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const PASSWORD = 'Sample-Password-35';
const folder = scratchFolder();
const config = join(folder, 'national.json');

interface Told {
  readonly code: number | null;
  readonly output: string;
}

/** `openec user add` with a password on standard input. */
function adds(name: string, options: readonly string[], password = PASSWORD, file = config): Promise<Told> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [MAIN, 'user', 'add', '--config', file, '--name', name, ...options], { env: { PATH: process.env['PATH'] } });
    let output = '';
    const note = (chunk: Buffer): void => { output += chunk.toString('utf8'); };
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    child.once('close', (code) => { resolve({ code, output }); });
    child.stdin.end(`${password}\n`);
  });
}

const rows = (): Record<string, unknown>[] => {
  const database = new Sqlite(join(folder, 'national.db'), { readonly: true });
  try {
    return database.prepare<[], Record<string, unknown>>('SELECT * FROM management_user').all();
  } finally {
    database.close();
  }
};

beforeAll(async () => {
  await openec(['keygen', '--federation', '--provinces', '35', '--out', folder]);
  await openec(['migrate', '--config', config, '--tier', 'national']);
}, 60_000);

describe('openec user add', () => {
  it('enters the first user of the management centre; the password comes from standard input and stands nowhere', async () => {
    const { code, output } = await adds('guanli.guojia', ['--display-name', '甄测试', '--scope', 'national', '--roles', 'administer-users,audit']);
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('已新增用户 guanli.guojia（national：administer-users,audit）') });
    expect(rows()).toMatchObject([{ name: 'guanli.guojia', scope: 'national', roles: 'administer-users,audit', standing: 'active', password_origin: 'own' }]);
    expect(JSON.stringify(rows())).not.toMatch(/甄测试|Sample-Password/);
    const journal = await openec(['journal', 'verify', '--config', config]);
    expect(journal).toMatchObject({ code: 0, stdout: expect.stringContaining('日志完整，共 1 条') });
  });

  it('says every fault at once and enters nobody', async () => {
    const before = rows();
    const { code, output } = await adds('A', ['--scope', 'city:35', '--roles', 'king'], 'x');
    expect(code).toBe(1);
    for (const field of ['name: ', 'scope: ', 'roles: ']) expect(output).toContain(field);
    const weak = await adds('zhen.ceshi', ['--scope', 'national', '--roles', 'audit'], 'zhen.ceshi');
    expect(weak).toMatchObject({ code: 1, output: expect.stringContaining('must not contain the user name') });
    const twice = await adds('guanli.guojia', ['--scope', 'national', '--roles', 'audit']);
    expect(twice).toMatchObject({ code: 1, output: expect.stringContaining('name: is taken') });
    const unfit = await adds('zhen.ceshi', ['--scope', 'province:35', '--roles', 'decide']);
    expect(unfit).toMatchObject({ code: 1, output: expect.stringContaining('decide is open to national scope') });
    expect(rows()).toEqual(before);
  });

  it('is for the national tier', async () => {
    const { code, output } = await adds('zhen.ceshi', ['--scope', 'national', '--roles', 'audit'], PASSWORD, join(folder, 'province-35.json'));
    expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining('entered at the national tier') });
  });

  it('takes no password on the command line', async () => {
    const { code, stderr } = await openec(['user', 'add', '--config', config, '--name', 'zhen.ceshi', '--scope', 'national', '--roles', 'audit', '--password', PASSWORD]);
    expect(code).toBe(1);
    expect(stderr).toContain("unknown option '--password'");
  });
});
