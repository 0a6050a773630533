import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { generateSm2KeyPair } from '../../src/crypto/sm2.js';
import type { Diagnosis } from '../../src/sandbox/signature-doctor/index.js';
import { openec } from './cli-process.js';
import { scratchFolder } from './scratch.js';

const folder = scratchFolder();
const [own, platform] = [generateSm2KeyPair(), generateSm2KeyPair()];
const appSecret = '7Q2M4K8P1R9T3V5X7Z2B4D6F8H1J3L5N';
const written = (name: string, value: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
};
const keys = written('keys.json', {
  appId: '1DBHJRS5I01E0F34A8C00000B959FA86', appSecret, privateKey: own.privateKey.toBase64(), platformPublicKey: platform.publicKey.toBase64(),
});
const request = { transType: 'ec.verify', data: { ecToken: `350203ec${'a'.repeat(30)}`, idType: '01', idNo: '350203195002150014', userName: '甄测试' } };

it('sign makes a request that verify and explain find right, with exit code 0', async () => {
  const { code, stdout } = await openec(['sign', written('request.json', request), '--keys', keys]);
  expect(code).toBe(0);
  const signed = written('signed.json', stdout);
  expect(await openec(['verify', signed, '--keys', keys])).toMatchObject({ code: 0, stdout: expect.stringContaining('The signature matches') });
  const explained = await openec(['explain', signed, '--keys', keys]);
  expect(explained).toMatchObject({ code: 0, stdout: expect.stringContaining('&key=***') });
  expect(explained.stdout).not.toContain('甄测试');
  expect((await openec(['explain', signed, '--keys', keys, '--open'])).stdout).toContain('甄测试');
});

it('explain names the mistake, the place and the cure, with exit code 1 and without secrets; as JSON too', async () => {
  const { stdout } = await openec(['sign', written('request.json', request), '--keys', keys]);
  const changed = written('changed.json', stdout.replace(/"timestamp":"(\d+)"/, (_all, timestamp: string) => `"timestamp":"${Number(timestamp) + 7}"`));
  const explained = await openec(['explain', changed, '--keys', keys]);
  expect(explained.code).toBe(1);
  expect(explained.stdout).toContain('timestamp was changed after signing');
  expect(explained.stdout).toMatch(/they differ from character \d+ on/);
  expect(explained.stdout).not.toContain(appSecret);
  const { code, stdout: json } = await openec(['verify', changed, '--keys', keys, '--json']);
  expect([code, (JSON.parse(json) as Diagnosis).found[0]?.name]).toEqual([1, 'timestamp-changed']);
});

it('what cannot be examined ends with 2; keys that cannot be read are told without quoting them', async () => {
  expect(await openec(['explain', written('empty.json', '{}'), '--keys', keys])).toMatchObject({ code: 2, stdout: expect.stringContaining('not signed') });
  const broken = await openec(['explain', written('x.json', '{}'), '--keys', written('broken.json', `{"appSecret":"${appSecret}"`)]);
  expect(broken).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be read as a JSON object') });
  expect(broken.stderr).not.toContain(appSecret);
});
