import * as net from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Unreachable } from '../../../src/client/http-post.js';
import { UntrustedAnswer } from '../../../src/client/transaction-client.js';
import { generateSm2KeyPair } from '../../../src/crypto/sm2.js';
import { UnknownPeer } from '../../../src/kernel/link/peer-link.js';
import { Refusal, refuse } from '../../../src/protocol/refusal.js';
import { parseQrValue, parseOrgId } from '../../../src/protocol/identifiers.js';
import { transactions } from '../../../src/protocol/transactions/index.js';
import { UnreliableLine } from '../outbox/unreliable-line.js';
import { startTierPair, type TierPair, type TierPairWish } from './tier-pair.js';

const { exchangeDecode } = transactions;
const question = { ecQrCode: parseQrValue('4240000000000000000000350000'), orgId: parseOrgId('H35020300001'), businessType: '01301' };
const answer = {
  credentialNumber: 'a'.repeat(64), idType: '01', idNo: '350203199001011234', userName: '甄测试', insuOrg: '350200', insuranceType: '310', channelNumber: 'C'.repeat(32), symbol: 'qrCode',
};

let pair: TierPair;
let line: UnreliableLine | undefined;
const start = async (wish: TierPairWish = {}): Promise<TierPair> => {
  pair = await startTierPair({ serves: [exchangeDecode], ...wish });
  pair.answering.scripts.set('ec.exchange.decode', ({ act }, notes) => act({ subject: 'x' }, async () => { await notes.write('x'); return answer; }));
  return pair;
};
const startWithLine = (wish: TierPairWish = {}): Promise<TierPair> => start({
  ...wish,
  url: (coreUrl) => {
    line = new UnreliableLine(coreUrl);
    return line.open();
  },
});
afterEach(async () => {
  await line?.close();
  line = undefined;
  await pair.stop();
});

const send = (requestId = 'r1'): Promise<unknown> => pair.asking.kernel.link.send('national', exchangeDecode, question, requestId);
const failure = async (act: () => Promise<unknown> = send): Promise<Error> => act().then(() => new Error('it was answered'), (error: unknown) => error as Error);
const healthOfPeer = async (): Promise<unknown> => {
  const { checks } = JSON.parse(await (await fetch(`${pair.asking.coreUrl}/health`)).text()) as { checks: { name: string }[] };
  return checks.find((check) => check.name === 'peer national');
};

describe('a call to a peer', () => {
  it('gives the data of its answer, and is known as a caller there', async () => {
    await start();
    expect(await healthOfPeer()).toMatchObject({ ok: true, needed: false, why: 'not called yet' });
    expect(await send()).toEqual(answer);
    const [entry] = await pair.answering.kernel.dataSource.query<{ actor: string; act: string }[]>('SELECT actor, act FROM journal_entry');
    expect(entry).toEqual({ actor: 'province:35', act: 'ec.exchange.decode' });
    expect(await healthOfPeer()).toMatchObject({ ok: true, why: expect.stringMatching(/^last called \d{4}-.*Z$/) });
  });

  it('is repeated under its id without a second effect', async () => {
    await startWithLine();
    let count = 0;
    line!.fate = () => (count++ === 0 ? 'lose the answer' : 'pass');
    expect(await send()).toEqual(answer);
    expect(await send()).toEqual(answer);
    expect(line!.requests).toBe(3);
    expect(await pair.answering.notes.texts()).toEqual(['x']);
  });

  it('is not made while a unit of work is open: two tiers would wait for each other', async () => {
    await start();
    const { work } = pair.asking.kernel;
    await expect(work.run(() => send())).rejects.toThrow('the link to national called while a unit of work is open');
    expect(await pair.answering.notes.texts()).toEqual([]);
    // in vain neither for those that come after it
    expect(await send()).toEqual(answer);
  });

  it('to a peer without an address, or to nobody, is a fault of the configuration', async () => {
    await start();
    await expect(pair.asking.kernel.link.send('province:99', exchangeDecode, question, 'r')).rejects.toThrow(UnknownPeer);
    await expect(pair.answering.kernel.link.send('province:35', exchangeDecode, question, 'r')).rejects.toThrow('the peer province:35 stands in the configuration without an address');
    expect(pair.answering.kernel.link.names).toEqual([]);
    expect(pair.asking.kernel.link.names).toEqual(['national']);
  });

  it('does not keep the others waiting (50 at once)', async () => {
    await start();
    const answers = await Promise.all(Array.from({ length: 50 }, (_none, at) => send(`r${at}`)));
    expect(answers.length).toBe(50);
    expect((await pair.answering.notes.texts()).length).toBe(50);
  });
});

describe('a refusal', () => {
  it('names the peer that refused', async () => {
    await start();
    pair.answering.scripts.set('ec.exchange.decode', () => Promise.reject(refuse('qrCodeInvalid', { diagnosis: 'the code has been used' })));
    expect(await failure()).toMatchObject({ name: 'Refusal', origin: 'national', diagnosis: 'the code has been used', returnCode: { code: 500049 } });
    expect(await healthOfPeer()).toMatchObject({ ok: true });
  });

  it('keeps the name of who refused behind the peer', async () => {
    await start();
    pair.answering.scripts.set('ec.exchange.decode', () => Promise.reject(refuse('qrCodeInvalid', { origin: 'province:44' })));
    expect(await failure()).toMatchObject({ origin: 'province:44' });
  });

  it('with a code that we do not know is -1', async () => {
    await start();
    pair.answering.scripts.set('ec.exchange.decode', () => Promise.reject(new Refusal({ name: 'success', code: 777777, scope: 'x', text: '未来' } as never)));
    expect(await failure()).toMatchObject({ name: 'Refusal', returnCode: { code: -1 }, origin: 'national' });
  });

  it('of data that do not fit is none of the peer: nobody knows what happened there', async () => {
    await start();
    pair.answering.scripts.set('ec.exchange.decode', () => Promise.resolve({ ...answer, insuranceType: '999' }));
    const error = await failure();
    expect(error).toBeInstanceOf(UntrustedAnswer);
    expect(error.message).toContain('data that do not fit table openec');
    expect(await healthOfPeer()).toMatchObject({ ok: false, why: expect.stringContaining('data that do not fit') });
  });
});

describe('keys that do not match', () => {
  const foreign = generateSm2KeyPair().publicKey.toBase64();

  it('on the side that asks: the answer is not believed, and health says where to look', async () => {
    await start({ keyOfAnswering: foreign });
    expect(await failure()).toMatchObject({ name: 'UntrustedAnswer', message: expect.stringMatching(/^http:.* answered without a valid signature: 0 成功$/) });
    expect(await healthOfPeer()).toMatchObject({ ok: false, why: expect.stringMatching(/it answered without a valid signature \(0\): do the keys of this link match on both sides\?$/) });
  });

  it.each(['sandbox', 'production'] as const)('on the side that answers, in %s: it refuses the signature, and health says where to look', async (environment) => {
    await start({ keyOfAsking: foreign, environment });
    const error = await failure();
    expect(error).toMatchObject({ name: 'Refusal', origin: 'national', returnCode: { code: 500036 } });
    expect((error as Refusal).diagnosis).toBe(environment === 'sandbox' ? 'the SM2 signature does not match the string to sign; openec explain says why' : undefined);
    expect(await healthOfPeer()).toMatchObject({ ok: false, why: expect.stringContaining('it does not accept our signature (500036)') });
    expect(await pair.answering.notes.texts()).toEqual([]);
  });

  it('in the secret of the link: neither believes the other', async () => {
    await start({ secretOfAsking: 'S'.repeat(32) });
    expect(await failure()).toMatchObject({ name: 'UntrustedAnswer', answer: { code: 500036 } });
    expect(await pair.answering.notes.texts()).toEqual([]);
  });

  it('in the appId: the peer does not know us', async () => {
    await start({ appIdOfAsking: 'X'.repeat(32) });
    expect(await failure()).toMatchObject({ name: 'UntrustedAnswer', answer: { code: 500012, detail: 'appId: names no registered application' } });
  });
});

describe('a peer that does not answer', () => {
  it('is unreachable after the time it is given, twice', async () => {
    await startWithLine({ timeoutMs: 200 });
    line!.fate = () => 'swallow';
    const before = performance.now();
    expect(await failure()).toMatchObject({ name: 'Unreachable', message: expect.stringMatching(/no answer within 200 ms$/) });
    expect(performance.now() - before).toBeGreaterThan(480);
    expect(performance.now() - before).toBeLessThan(5000);
    expect(line!.requests).toBe(2);
  });

  it('is told in health without its address', async () => {
    const port = await freePort();
    await start({ url: () => `http://127.0.0.1:${port}` });
    expect(await failure()).toBeInstanceOf(Unreachable);
    const health = await healthOfPeer() as { ok: boolean; why: string };
    expect(health).toMatchObject({ ok: false, why: expect.stringMatching(/^last called .*: ECONNREFUSED$/) });
    expect(health.why).not.toContain(String(port));
  });

  it('is broken off by a signal, and by the end of the tier', async () => {
    await startWithLine();
    line!.fate = () => 'swallow';
    const halt = new AbortController();
    const broken = failure(() => pair.asking.kernel.link.send('national', exchangeDecode, question, 'r', halt.signal));
    const other = failure(() => send('r2'));
    setTimeout(() => halt.abort(), 100);
    expect(await broken).toMatchObject({ name: 'Unreachable', message: expect.stringMatching(/broken off$/) });
    pair.asking.kernel.link.close();
    expect(await other).toMatchObject({ name: 'Unreachable', message: expect.stringMatching(/the connections were closed$/) });
    expect(await failure()).toMatchObject({ name: 'Unreachable', message: expect.stringMatching(/broken off before it was sent$/) });
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
