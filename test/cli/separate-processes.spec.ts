import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TransactionClient } from '../../src/client/transaction-client.js';
import { keyRing, type KeyRingTexts } from '../../src/protocol/key-ring.js';
import { generateSm2KeyPair } from '../../src/crypto/sm2.js';
import { parseMobileNumber, parsePoolingArea } from '../../src/protocol/identifiers.js';
import { buildResidentId } from '../../src/protocol/identity-documents.js';
import { transactions } from '../../src/protocol/transactions/index.js';
import { CliProcess, openec } from './cli-process.js';
import { freePortRange } from './port-range.js';
import { scratchFolder } from './scratch.js';

const folder = scratchFolder();
const processes: CliProcess[] = [];
let first = 0;

const file = (name: string): string => join(folder, `${name}.json`);
const person = { idType: '01', idNo: buildResidentId('350203', '19910203', '246'), userName: '甄测试' };

function run(...args: string[]): CliProcess {
  const started = new CliProcess(args, { OPENEC_LOG_LEVEL: 'error' });
  processes.push(started);
  return started;
}

function client(url: string, keys: KeyRingTexts): TransactionClient {
  return new TransactionClient({
    url, keys: keyRing(keys), travel: { signType: 'SM2', encType: 'SM4' }, now: () => Date.now(), newRequestId: () => randomUUID(), timeoutMs: 20_000,
  });
}

const takesNoConfig = ([name]: readonly string[]): boolean => name === 'verifier-simulator' || name === 'sms-simulator';

beforeAll(async () => {
  first = await freePortRange(8);
  const made = await openec(['keygen', '--federation', '--provinces', '35', '--out', folder, '--port', String(first)]);
  // every line the command printed, started as it says
  const commands = made.stdout.split('\n').filter((line) => line.startsWith('  openec ')).map((line) => line.trim().split(' ').slice(1));
  const started = commands.map((command) => (takesNoConfig(command) ? new CliProcess(command) : run(...command)));
  processes.push(...started.filter((each) => !processes.includes(each)));
  await Promise.all(processes.map((each) => each.says(/Ctrl-C stops it/)));
}, 120_000);

afterAll(() => { for (const each of processes) each.kill(); });

describe('a federation of separate processes, from the files of keygen', () => {
  it('answers on every health address that was printed', async () => {
    const addresses = processes.flatMap((each) => /http:\S+\/health/.exec(each.output) ?? []);
    expect(addresses).toHaveLength(3);
    const told = await Promise.all(addresses.map(async (url) => (await fetch(url)).json() as Promise<{ tier: string; ok: boolean; environment: string }>));
    expect(told.map(({ tier }) => tier).toSorted()).toEqual(['insurance-system:35', 'national', 'province:35']);
    expect(told.every(({ ok, environment }) => ok && environment === 'sandbox')).toBe(true);
  });

  it('has simulators that outlive what they cannot read', async () => {
    for (const address of [`${first + 6}/real-name`, `${first + 7}/sms`]) {
      expect((await fetch(`http://127.0.0.1:${address}`, { method: 'POST', body: 'nonsense' })).status).toBe(400);
    }
  });

  it('performs transactions: a channel is registered, the province learns of it, a person passes the real-name check and is sent a code', async () => {
    const { url, ...keys } = JSON.parse(readFileSync(file('management-centre'), 'utf8')) as KeyRingTexts & { url: string };
    const centre = client(url, keys);
    const pair = generateSm2KeyPair();
    const wanted = { publicKey: pair.publicKey.toBase64(), signTypes: ['SM2' as const], encTypes: ['SM4' as const] };
    const issued = await centre.call(transactions.registerChannel, { ...wanted, name: '演示渠道', kind: 'official' });
    await centre.call(transactions.reportInsuredPerson, { ...person, poolingArea: parsePoolingArea('350200'), insuranceType: '310' });
    const channel = client(`http://127.0.0.1:${first + 1}`, {
      appId: issued.appId, appSecret: issued.appSecret, privateKey: pair.privateKey.toBase64(), counterpartPublicKey: issued.platformPublicKey,
    });
    const named = await channel.call(transactions.verifyRealName, { ...person, businessPlace: parsePoolingArea('350200') });
    expect(named.credentialState).toBe('registered');
    const mobile = '13811110001';
    await channel.call(transactions.sendSmsCode, { smsType: 'activate', handlingSerialNo: named.handlingSerialNo, mobile: parseMobileNumber(mobile) });
    const messages = await (await fetch(`http://127.0.0.1:${first + 7}/sms?mobile=${mobile}`)).json();
    expect(messages).toEqual([{ mobile, smsType: 'activate', code: expect.stringMatching(/^\d{6}$/), validSeconds: 300 }]);
    for (const each of [centre, channel]) each.close();
  });

  it('finds the outbox empty, the journal whole and the lags measured while the tier runs', async () => {
    const asked = (...command: string[]) => openec([...command, '--config', file('national')]);
    const [outbox, journal, lag] = await Promise.all([asked('outbox'), asked('journal', 'verify'), asked('lag')]);
    expect(lag).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('1 synchronised message took effect in the last 24 hours') });
    expect(lag.stdout).toMatch(/^ec\.sync\.channel +national → province:35 +1( +\d+ ms){3}$/m);
    expect(outbox).toMatchObject({ code: 0, stdout: expect.stringContaining('0 pending, 0 stalled') });
    expect(journal).toMatchObject({ code: 0, stdout: expect.stringMatching(/entries: 5\n.*5:[0-9a-f]{64}/) });
  }, 90_000);

  it('says in one sentence that its port is taken, without a stack', async () => {
    const { code, stdout, stderr } = await openec(['national'], { OPENEC_CONFIG: file('national'), OPENEC_LOG_LEVEL: 'error' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringContaining(`127.0.0.1:${first} 已被占用`), expect.stringContaining(`127.0.0.1:${first} is taken`),
    ]);
  });

  it('ends with 0 on SIGTERM', async () => {
    for (const each of processes) each.signal('SIGTERM');
    const ends = await Promise.all(processes.map((each) => each.ended()));
    expect(ends.map(({ code, stderr }) => ({ code, stderr }))).toEqual(processes.map(() => ({ code: 0, stderr: '' })));
    expect(ends.every(({ stdout }) => stdout.trimEnd().endsWith('stopped'))).toBe(true);
  });
});
