import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openec } from './cli-process.js';
import { freePortRange } from './port-range.js';
import { scratchFolder } from './scratch.js';

const folder = scratchFolder();
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  await openec(['keygen', '--federation', '--provinces', '35', '--out', folder, '--port', String(await freePortRange(7))]);
}, 60_000);

/** A configuration file with changes at the top level. */
function changed(name: string, change: object): string {
  const target = file(`changed-${name}`);
  writeFileSync(target, JSON.stringify({ ...JSON.parse(readFileSync(file(name), 'utf8')) as object, ...change }));
  return target;
}

describe('a configuration that does not hold', () => {
  it('is told with every fault at once and exit code 2; no secret stands in what is told', async () => {
    const config = changed('national.json', { environment: 'test', freshnessSeconds: 'soon', keys: { masterKey: 'beef', signingKey: '*' }, colour: 'red' });
    const { code, stdout, stderr } = await openec(['national', '--config', config], { OPENEC_NONSENSE: '1', OPENEC_CORE_PORT: '99999' });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    for (const place of ['environment', 'freshnessSeconds', 'keys.masterKey', 'keys.signingKey', 'colour', 'OPENEC_NONSENSE', 'listeners.core.port']) {
      expect(stderr).toContain(`  - ${place}: `);
    }
    expect(stderr).not.toContain('beef');
  });

  it.each([
    [['national'], 'OPENEC_CONFIG'], [['province', '--config', 'nowhere.json'], 'nowhere.json'], [['journal', 'verify'], 'OPENEC_CONFIG'],
  ])('%j: names the file that is missing', async (args, why) => {
    const { code, stderr } = await openec(args);
    expect(code).toBe(2);
    expect(stderr).toContain(why);
  });

  it('of the other tier is refused', async () => {
    const { code, stderr } = await openec(['province', '--config', file('national.json')]);
    expect(code).toBe(2);
    expect(stderr).toContain('  - mode: must be equal to province');
  });
});

describe('a start that cannot succeed', () => {
  it('with a wrong master key ends with one sentence and writes nothing', async () => {
    expect((await openec(['migrate', '--config', file('province-35.json'), '--tier', 'province'])).code).toBe(0);
    expect((await openec(['journal', 'verify', '--config', file('province-35.json')])).code).toBe(0);
    const { code, stdout, stderr } = await openec(['province', '--config', file('province-35.json')], { OPENEC_MASTER_KEY: '0'.repeat(64) });
    expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({ code: 1, stdout: '', lines: 2 });
    expect(stderr).toMatch(/The master key is wrong/);
  });

  it('with the database of another tier ends with one sentence', async () => {
    const database = file('foreign.db');
    await openec(['migrate', '--config', file('national.json'), '--tier', 'national'], { OPENEC_DATABASE_FILE: database });
    const { code, stdout, stderr } = await openec(['province', '--config', file('province-35.json')], { OPENEC_DATABASE_FILE: database });
    expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({ code: 1, stdout: '', lines: 2 });
    expect(stderr).toMatch(/schema of a newer program or of another tier/);
  });

  it.each([
    [['insurance-simulator', '--config', file('insurance-system-35.json')]], [['verifier-simulator', '--port', '1']],
    [['sms-simulator', '--port', '1']],
  ])('%j: a simulator does not start in production', async (args) => {
    const { code, stderr } = await openec(args, { OPENEC_ENVIRONMENT: 'production' });
    expect(code).toBe(1);
    expect(stderr).toContain('A simulator does not start where the environment is production');
  });
});

describe('openec migrate', () => {
  it('says which migrations ran, and that there are none left', async () => {
    const run = () => openec(['migrate', '--config', file('national.json'), '--tier', 'national']);
    const [one, other] = [await run(), await run()];
    expect(one).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/\d+ migrations? ran.*\n {2}NationalInitial\d+/) });
    expect(other).toMatchObject({ code: 0, stdout: expect.stringContaining('up to date') });
  });
});

describe('a command that looks at a database', () => {
  it.each([[['outbox']], [['lag']], [['journal', 'verify']]])('%j: does not create one', async (args) => {
    const { code, stderr } = await openec([...args, '--config', file('province-35.json')], { OPENEC_DATABASE_FILE: file('nowhere.db') });
    expect(code).toBe(1);
    expect(stderr).toContain('nowhere.db does not exist');
  });
});
