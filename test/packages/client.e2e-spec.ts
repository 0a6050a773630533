import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { execFile, execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { KeyRing } from '../../src/protocol/key-ring.js';
import { openStageWithCast, type Cast } from '../flows/stage/cast.js';
import { xiamen } from '../flows/stage/places.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const tsc = join(root, 'node_modules/typescript/bin/tsc');
let cast: Cast;
/** An integrator's project: nothing of ours in it but the packed package and what it depends on. */
let project: string;

beforeAll(async () => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'openec-integrator-')));
  const packed = join(project, 'packed');
  cpSync(join(root, 'packages/client'), packed, { recursive: true, filter: (path) => !path.endsWith('dist') });
  execFileSync(process.execPath, [tsc, '-p', join(root, 'packages/client'), '--outDir', join(packed, 'dist')]);
  execFileSync('npm', ['pack', '--silent', '--pack-destination', project], { cwd: packed });
  const installed = join(project, 'node_modules/openec-client');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(project, 'openec-client-0.1.0.tgz'), '-C', installed, '--strip-components', '1']);
  for (const name of ['sm-crypto', 'jsbn', '@types/node', 'undici-types']) {
    cpSync(join(root, 'node_modules', name), join(project, 'node_modules', name), { recursive: true });
  }
  writeFileSync(join(project, 'package.json'), '{"type":"module"}');
  cast = await openStageWithCast();
}, 120_000);
afterAll(async () => {
  await cast.stage.close();
  rmSync(project, { recursive: true, force: true });
});

const texts = ({ appId, appSecret, signWith, verifyWith }: KeyRing) => ({ appId, appSecret, privateKey: signWith.toBase64(), counterpartPublicKey: verifyWith.toBase64() });

/** Runs an ES module in the integrator's project with its input as JSON, and gives what it prints. */
async function runs(program: string, input: object): Promise<unknown> {
  const file = join(project, 'program.mjs');
  writeFileSync(file, program);
  const { stdout } = await run(process.execPath, [file, JSON.stringify(input)], { cwd: project });
  return JSON.parse(stdout);
}

describe('the packed client, alone in a project of an integrator', () => {
  it('decodes, checks and settles for a hospital, and says why where the platform says no', async () => {
    const { stage, xiamenHospital, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const { orgId: _orgId, ...scan } = xiamenHospital.scanOf(await citizen.shows({ in: stage.fujian }));
    const told = await runs(
      `import { InstitutionClient, Refusal } from 'openec-client';
       const { options, scan, now, at } = JSON.parse(process.argv[2]);
       const offset = now - Date.now();
       const hospital = new InstitutionClient({ ...options, now: () => Date.now() + offset });
       const { ecToken, userName, idType, idNo } = await hospital.decode(scan, { requestId: 'kept-with-the-business' });
       const again = await hospital.decode(scan, { requestId: 'kept-with-the-business' });
       const { flag } = await hospital.checkToken({ ecToken, userName, idType, idNo });
       const receipt = await hospital.settle({ ecToken, businessType: scan.businessType, institutionSerialNo: 'P1', totalFen: 12345 });
       const refusal = await hospital.decode(scan).catch((error) => error instanceof Refusal && [error.returnCode.code, error.returnCode.text, error.diagnosis]);
       hospital.close();
       console.log(JSON.stringify({ userName, same: again.ecToken === ecToken, flag, totalFen: receipt.totalFen, refusal }));`,
      { options: { url: stage.fujian.coreUrl, orgId: xiamenHospital.orgId, keys: texts(xiamenHospital.speaker.keys) }, scan, now: stage.clock.now() },
    );
    expect(told).toEqual({ userName: citizen.identity.userName, same: true, flag: '1', totalFen: 12_345, refusal: [500049, '电子凭证二维码无效', expect.any(String)] });
  });

  it('speaks for a channel with national and with a province', async () => {
    const { stage, app, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const told = await runs(
      `import { ChannelClient } from 'openec-client';
       const { options, person, now, display } = JSON.parse(process.argv[2]);
       const offset = now - Date.now();
       const channel = new ChannelClient({ ...options, now: () => Date.now() + offset });
       const state = await channel.queryState(person);
       const code = await channel.issueQrCode('35', display);
       const elsewhere = await channel.issueQrCode('99', display).catch((error) => error.message);
       channel.close();
       console.log(JSON.stringify({ state, ecQrCode: code.ecQrCode, elsewhere }));`,
      {
        options: { nationalUrl: stage.national.publicServiceUrl, provinceUrls: { 35: stage.fujian.publicServiceUrl }, keys: texts(app.speaker.keys) },
        person: citizen.identity, now: stage.clock.now(), display: { authorizationCode: citizen.authorizationCodeIn(app) },
      },
    );
    expect(told).toMatchObject({ ecQrCode: expect.stringMatching(/^424\d{17}\d{2}350000$/), elsewhere: expect.stringContaining('provinceUrls') });
  });

  it('brings types that a strict compiler takes, and that know the tables', async () => {
    const program = join(project, 'typed.ts');
    const config = ['--noEmit', '--strict', '--module', 'nodenext', '--moduleResolution', 'nodenext', '--target', 'es2022', '--types', 'node', program];
    const head = "import { InstitutionClient } from 'openec-client';\ndeclare const hospital: InstitutionClient;\n";
    writeFileSync(program, `${head}const { flag } = await hospital.checkToken({ ecToken: 'a', idType: '01', idNo: 'b', userName: 'c' });\nexport const passed: string = flag;\n`);
    await expect(run(process.execPath, [tsc, ...config], { cwd: project })).resolves.toBeDefined();
    writeFileSync(program, `${head}await hospital.checkToken({ ecToken: 'a', idType: '01', idNo: 'b' });\nexport {};\n`);
    await expect(run(process.execPath, [tsc, ...config], { cwd: project })).rejects.toMatchObject({ stdout: expect.stringContaining('userName') });
  });

  it('rests on nothing but Node and what its package.json names, in the version this project rests on', () => {
    const named = (folder: string) => (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { dependencies: Record<string, string> }).dependencies;
    const [its, ours] = [named(join(root, 'packages/client')), named(root)];
    const dist = join(project, 'node_modules/openec-client/dist');
    const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
    const imported = new Set(files.flatMap((file) => [...readFileSync(join(dist, file), 'utf8').matchAll(/from '([^.][^']*)'/g)].map(([, name]) => name)));
    expect([...imported].filter((name) => !name?.startsWith('node:'))).toEqual(Object.keys(its));
    for (const [name, version] of Object.entries(its)) expect(ours[name]).toBe(version);
  });
});
