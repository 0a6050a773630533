import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { displayWidth } from '../../src/cli/display-width.js';
import { redactText } from '../../src/kernel/journal/redaction.js';
import { readBarCode } from '../flows/stage/bar-code-reader.js';
import { CliProcess, openec } from './cli-process.js';
import { scratchFolder } from './scratch.js';

const folder = scratchFolder();
const LIMIT = 120_000;
let running: CliProcess | undefined;

afterEach(() => { running?.kill(); });

/** GB 11643: place, date of birth, sequence, check digit. */
const RESIDENT_ID = /(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)/;

/** One line of the one-dimensional code. */
const BARS = /^[ █▌▐]{105}$/;

/** In a pipe: nobody's number, no token and no control sequence, within 100 columns. */
function expectNothingPersonal(stdout: string): void {
  expect(RESIDENT_ID.test(stdout)).toBe(false);
  expect(stdout).not.toMatch(/\d{6}ec[0-9a-z]{30}/);
  expect(stdout).not.toContain('\u001b');
  const lines = stdout.split('\n');
  // Bars cannot be drawn narrower.
  expect(lines.filter((line) => displayWidth(line) > 100 && !BARS.test(line))).toEqual([]);
  expect(lines.filter((line) => /ec\.|POST|✓|━/.test(line) && redactText(line) !== line)).toEqual([]);
}

describe('openec demo --once', () => {
  it('tells each transaction on an aligned line: who → whom, transaction, verdict, milliseconds, clause', async () => {
    const { code, stdout, stderr } = await openec(['demo', '--once']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ {3}厦门医院 +→ 福建中台 ec\.query +500049 电子凭证二维码无效 +[\d.]+ ms {2}A\.1\.6$/m);
    expect(stdout).toMatch(/^ {5}国家中台 +→ 福建中台 ec\.remote\.settle +0 成功 +[\d.]+ ms {2}6\.5\.2\.2 c$/m);
    // The value under the two-dimensional code is the one that a scanner reads off the bars.
    const [, printed] = /码值 value {2}([\d ]+)/.exec(stdout) ?? [];
    expect(readBarCode(stdout.split('\n').filter((line) => BARS.test(line)))).toBe(printed?.replaceAll(' ', ''));
    expectNothingPersonal(stdout);
  }, LIMIT);

  it('ends with 1 and names act, expectation and clause when an outcome is not as the standard says', async () => {
    const { code, stdout, stderr } = await openec(['demo', '--once', '--fault', 'insurance-system-down']);
    expect(code).toBe(1);
    expect(stdout).not.toContain('第三幕');
    expect(stderr).toMatch(/^演示未按标准结束：第二幕.*条款 6\.2, 6\.4/);
    expect(stderr).toMatch(/in Act 2 .*\n {2}expected \(clause 6\.2, 6\.4\): the hospital asks to settle.*\n {2}found: -3 服务端请求超时/);
    expect(stderr).not.toMatch(/^ +at /m);
  }, LIMIT);
});

describe('openec demo --data', () => {
  it('keeps databases and keys, readable by their owner only', async () => {
    const dir = join(folder, 'kept');
    expect((await openec(['demo', '--once', '--data', dir, '--fault', 'insurance-system-down'])).code).toBe(1);
    const names = readdirSync(dir).toSorted();
    expect(names).toEqual(['demo.json', 'insurance-system-35.db', 'insurance-system-44.db', 'national.db', 'province-35.db', 'province-44.db']);
    expect(names.map((name) => statSync(join(dir, name)).mode & 0o077)).toEqual(names.map(() => 0));
  }, LIMIT);

  it('refuses databases without their keys in one sentence, and leaves them alone', async () => {
    const dir = join(folder, 'foreign');
    await openec(['keygen', '--federation', '--out', dir]);
    await openec(['migrate', '--config', join(dir, 'national.json'), '--tier', 'national']);
    const { code, stdout, stderr } = await openec(['demo', '--once', '--data', dir]);
    expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({ code: 1, stdout: '', lines: 2 });
    expect(stderr).toContain('not the keys that open them');
    expect(existsSync(join(dir, 'demo.lock'))).toBe(false);
  }, LIMIT);
});

describe('openec demo', () => {
  it('stays up with a request that works as it is pasted, offers another code when it was used, and ends with 0 on SIGINT', async () => {
    running = new CliProcess(['demo']);
    const [, url, body] = await running.says(/^curl -s --noproxy '\*' -w '\\n' -H 'Content-Type: application\/json' \\\n {2}(\S+) -d '(\{[^']*\})'$/m);
    const paste = async () => (await fetch(url ?? '', { method: 'POST', headers: { 'content-type': 'application/json' }, body: body ?? '' })).json();
    expect(await paste()).toMatchObject({ code: 0, message: '成功', data: { userName: '甄测试', insuOrg: '350100' } });
    await running.says(/^curl [\s\S]*^curl -s/m);
    expect(running.output.split('curl -s')[2]).not.toContain(/"ecQrCode":"(\d{28})"/.exec(body ?? '')?.[1]);
    expect(await paste()).toMatchObject({ code: 500049, message: '电子凭证二维码无效' });
    const health = /http:\S+\/health/g;
    const addresses = running.output.match(health) ?? [];
    expect(addresses).toHaveLength(5);
    for (const address of addresses) expect(await (await fetch(address)).json()).toMatchObject({ ok: true, environment: 'demo' });
    running.signal('SIGINT');
    expect(await running.ended()).toMatchObject({ code: 0, stderr: '' });
  }, LIMIT);

  it('ends with 130 and takes its folder along when the story is interrupted', async () => {
    running = new CliProcess(['demo', '--once']);
    await running.says(/━━ 序幕/);
    running.signal('SIGINT');
    expect(await running.ended()).toMatchObject({ code: 130, stderr: '' });
  }, LIMIT);
});
