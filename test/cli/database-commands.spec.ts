import { setTimeout as pause } from 'node:timers/promises';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { TransactionClient } from '../../src/client/transaction-client.js';
import { generateSm2KeyPair } from '../../src/crypto/sm2.js';
import { keyRing, type KeyRingTexts } from '../../src/protocol/key-ring.js';
import { transactions } from '../../src/protocol/transactions/index.js';
import { checkTierConfig, start } from '../../src/tiers/index.js';
import { openec } from './cli-process.js';
import { freePortRange } from './port-range.js';
import { scratchFolder } from './scratch.js';

const folder = scratchFolder();
const config = join(folder, 'national.json');

/** A national tier whose province never answers: what it has to tell the province stalls after the first attempt. */
beforeAll(async () => {
  await openec(['keygen', '--federation', '--provinces', '35', '--out', folder, '--port', String(await freePortRange(7))]);
  const values = JSON.parse(readFileSync(config, 'utf8')) as object;
  writeFileSync(config, JSON.stringify({ ...values, log: { level: 'silent' }, outbox: { attemptsWhenUnreachable: 1 } }));
  const national = await start(checkTierConfig('national', JSON.parse(readFileSync(config, 'utf8')) as object));
  try {
    await registerChannel(national.coreUrl);
    for (let turn = 0; turn < 200 && (await national.kernel.outbox.backlog()).stalled === 0; turn += 1) await pause(50);
  } finally {
    await national.stop();
  }
}, 60_000);

async function registerChannel(url: string): Promise<void> {
  const keys = JSON.parse(readFileSync(join(folder, 'management-centre.json'), 'utf8')) as KeyRingTexts;
  const centre = new TransactionClient({
    url, keys: keyRing(keys), travel: { signType: 'SM2', encType: 'SM4' }, now: () => Date.now(), newRequestId: () => 'a'.repeat(32),
  });
  const publicKey = generateSm2KeyPair().publicKey.toBase64();
  await centre.call(transactions.registerChannel, { publicKey, signTypes: ['SM2'], encTypes: ['SM4'], name: '甄测试的渠道', kind: 'official' });
  centre.close();
}

describe('openec outbox', () => {
  it('shows what is stalled and why, never what it says; --redrive makes it due again', async () => {
    const before = await openec(['outbox', '--config', config]);
    expect(before).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('0 pending, 1 stalled') });
    expect(before.stdout).toMatch(/stalled +province:35 +ec\.sync\.channel +1 +\d{4}-\d\d-\d\dT.*connect ECONNREFUSED/);
    expect(before.stdout).not.toContain('甄测试');
    const other = await openec(['outbox', '--config', config, '--redrive', 'province:44']);
    expect(other.stdout).toContain('0 stalled messages will be sent again');
    const after = await openec(['outbox', '--config', config, '--redrive']);
    expect(after.stdout).toContain('1 stalled message will be sent again');
    expect(after.stdout).toContain('1 pending, 0 stalled');
  });
});

describe('openec lag', () => {
  it('measures nothing that has not arrived', async () => {
    const { code, stdout } = await openec(['lag', '--config', config, '--hours', '1']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/ 0 synchronised messages took effect in the last 1 hour\n$/) });
  });

  it('wants a number of hours', async () => {
    expect((await openec(['lag', '--config', config, '--hours', 'all'])).stderr).toContain('a whole number of hours from 1 to');
  });
});

describe('openec journal verify', () => {
  const verify = (...args: string[]) => openec(['journal', 'verify', '--config', config, ...args]);

  it('prints a head that proves later that nothing was cut off', async () => {
    const { code, stdout } = await verify();
    const head = /(\d+:[0-9a-f]{64})/.exec(stdout)?.[1] ?? '';
    expect({ code, entries: head.split(':')[0] }).toEqual({ code: 0, entries: '1' });
    expect((await verify('--expected', head)).code).toBe(0);
    const missing = await verify('--expected', `2:${head.split(':')[1] ?? ''}`);
    expect(missing).toMatchObject({ code: 1, stdout: expect.stringContaining('breaks at entry 2') });
    expect((await verify('--expected', 'tomorrow')).stderr).toContain('SEQ:HASH');
  });

  it('finds the first altered entry and ends with 1', async () => {
    const database = new Sqlite(join(folder, 'national.db'));
    database.prepare("UPDATE journal_entry SET outcome = 'refused' WHERE sequence = 1").run();
    database.close();
    const { code, stdout } = await verify();
    expect(code).toBe(1);
    expect(stdout).toMatch(/breaks at entry 1: entry 1 was altered; the 0 before it are sound/);
  });
});
