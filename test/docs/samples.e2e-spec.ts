import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Enrolled } from '../../src/cli/demo/enrolled.js';
import { TRANSACTION_PATH } from '../../src/client/transaction-client.js';
import { openStageWithCast, type Cast } from '../flows/stage/cast.js';
import { Meddler } from '../flows/stage/meddler.js';
import { xiamen } from '../flows/stage/places.js';

const outputs = mkdtempSync(join(tmpdir(), 'openec-samples-'));
const sample = (path: string): string => join(process.cwd(), 'docs/samples', path);
const assembly = join(outputs, 'FirstScan.exe');
const program = join(outputs, 'first-scan');

interface Language {
  readonly name: string;
  /** Each must be present and end well for the language to be run here. */
  readonly needs: readonly (readonly string[])[];
  /** Once, before the first run. */
  readonly builds?: readonly string[];
  readonly runs: readonly string[];
}

const languages: readonly Language[] = [
  { name: 'JavaScript', needs: [], runs: [process.execPath, sample('javascript/first-scan.mjs')] },
  { name: 'Java', needs: [['java', '--source', '11', '--version']], runs: ['java', sample('java/FirstScan.java')] },
  { name: 'Python', needs: [['python3', '-c', 'import hashlib; hashlib.new("sm3")']], runs: ['python3', sample('python/first_scan.py')] },
  { name: 'Go', needs: [['go', 'version']], builds: ['go', 'build', '-o', program, sample('go/first_scan.go')], runs: [program] },
  { name: 'PHP', needs: [['php', '-r', 'gmp_init(1); openssl_digest("", "sm3") || exit(1);']], runs: ['php', sample('php/first_scan.php')] },
  {
    name: 'C#', needs: [['mcs', '--version'], ['mono', '--version']],
    builds: ['mcs', '-r:System.Numerics', `-out:${assembly}`, sample('csharp/FirstScan.cs')], runs: ['mono', assembly],
  },
];

const LIMIT = 120_000;
/** Node tells its children to load modules as it does; proxies are for the world outside. */
const surroundings = { ...process.env, NODE_OPTIONS: '', no_proxy: '127.0.0.1', NO_PROXY: '127.0.0.1' };

interface Ended {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run([command = '', ...words]: readonly string[], told: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { env: { ...surroundings, ...told }, timeout: LIMIT });
    const said = { stdout: '', stderr: '' };
    for (const where of ['stdout', 'stderr'] as const) child[where].setEncoding('utf8').on('data', (text: string) => { said[where] += text; });
    child.on('error', reject).on('close', (exit) => resolve({ exit, ...said }));
  });
}

const isHere = ([command = '', ...words]: readonly string[]): boolean => spawnSync(command, words, { env: surroundings }).status === 0;

let cast: Cast;
beforeAll(async () => { cast = await openStageWithCast(); }, LIMIT);
afterAll(async () => {
  await cast.stage.close();
  rmSync(outputs, { recursive: true, force: true });
});

/** What the hospital was handed, as the demo keeps it and `demo-settings.mjs` tells it to a shell; and a live code of a citizen. */
async function settings() {
  const { stage, xiamenHospital: { orgId, terminal, speaker: { keys } }, activated } = cast;
  const citizen = await activated({ insuredIn: [xiamen] });
  const { ecQrCode } = await citizen.shows({ in: stage.fujian });
  const handed = { appId: keys.appId, appSecret: keys.appSecret, privateKey: keys.signWith.toBase64(), counterpartPublicKey: keys.verifyWith.toBase64() };
  const enrolled: Pick<Enrolled, 'institutions'> = { institutions: { [orgId]: { keys: handed, filingNumber: terminal } } };
  writeFileSync(join(outputs, 'demo.json'), JSON.stringify({ enrolled }));
  const { stdout } = await run([process.execPath, sample('demo-settings.mjs'), outputs, orgId]);
  const told = Object.fromEntries([...stdout.matchAll(/^export (EC_\w+)='([^']*)'$/gm)].map(([, name = '', value = '']) => [name, value]));
  return { citizen, handed, env: { ...told, EC_URL: stage.fujian.coreUrl + TRANSACTION_PATH, EC_QR_CODE: ecQrCode } };
}

for (const language of languages) {
  const missing = language.needs.find((each) => !isHere(each));
  if (missing === undefined) describe(`docs/samples, ${language.name}`, () => { playsTheFirstScan(language); });
  // oxlint-disable-next-line jest/no-disabled-tests, jest/expect-expect -- a machine need not have every runtime; the line says which is missing
  else it.skip(`docs/samples, ${language.name}: not run, \`${missing.slice(0, 2).join(' ')}\` does not work on this machine`, () => {});
}

function playsTheFirstScan({ builds, runs }: Language): void {
  beforeAll(async () => {
    const { exit, stdout, stderr } = builds === undefined ? { exit: 0 } as Ended : await run(builds);
    if (exit !== 0) throw new Error(`${builds?.[0]} ended with ${exit}: ${stdout}${stderr}`);
  }, LIMIT);

  it('decodes a live code and says who it was, the number masked', async () => {
    const { citizen: { userName, idNo }, env } = await settings();
    const masked = `${idNo.slice(0, 6)}********${idNo.slice(-4)}`;
    const { exit, stdout, stderr } = await run(runs, env);
    const [ecToken] = /\S+$/.exec(stdout.trim()) ?? [''];
    expect({ exit, stderr, said: stdout.trim() }).toEqual({ exit: 0, stderr: '', said: `${userName} ${masked} ${ecToken}` });
    expect(ecToken).toMatch(/^350\d{3}ec[0-9a-z]{30}$/);
    // The code was used up: a refusal, signed by the province.
    expect(await run(runs, env)).toEqual({ exit: 1, stdout: '', stderr: expect.stringMatching(/^refused: 500049 电子凭证二维码无效 .+\s$/) });
  }, LIMIT);

  it('tells return code, text and detail when its secret is wrong, and ends with 1', async () => {
    const { env } = await settings();
    const { exit, stdout, stderr } = await run(runs, { ...env, EC_APP_SECRET: 'wrong'.repeat(6) });
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' });
    expect(stderr).toMatch(/500036 签名出错 \S+/);
  }, LIMIT);

  it('believes nothing in an answer that was altered on the way, and takes a private key of 33 bytes', async () => {
    const { handed, env } = await settings();
    const otherDocument = (reply: Buffer): Buffer => Buffer.from(reply.toString('utf8').replace('"idType":"01"', '"idType":"02"'));
    const line = await Meddler.before(cast.stage.fujian.coreUrl, ({ reply }) => otherDocument(reply));
    const longKey = Buffer.concat([Buffer.of(0), Buffer.from(handed.privateKey, 'base64')]).toString('base64');
    const { exit, stdout, stderr } = await run(runs, { ...env, EC_URL: line.url + TRANSACTION_PATH, EC_PRIVATE_KEY: longKey });
    await line.leaves();
    expect({ exit, stdout, passed: line.count }).toEqual({ exit: 1, stdout: '', passed: 1 });
    expect(stderr).toContain('the answer cannot be trusted, its signature does not match; it says: 0 成功');
  }, LIMIT);
}
