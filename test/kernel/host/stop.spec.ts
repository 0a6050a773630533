import * as http from 'node:http';
import * as net from 'node:net';
import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { TRANSACTION_PATH } from '../../../src/client/transaction-client.js';
import { generateSm2KeyPair } from '../../../src/crypto/sm2.js';
import { parseChannelAuthorizationCode, parseChannelNumber, parseCredentialNumber } from '../../../src/protocol/identifiers.js';
import { transactions } from '../../../src/protocol/transactions/index.js';
import { drawCaller } from '../dispatch/probe-callers.js';
import { startProbe, type Probe } from '../dispatch/probe-tier.js';
import { ask } from '../dispatch/wire.js';
import { never, sleep } from '../outbox/pair.js';

const hospital = drawCaller('institution', 'H35020300001');
const input = { ecToken: 't', idType: '01', idNo: '350203199001011234', userName: '甄测试' };
const output = { flag: '1', idType: '01', idNo: 'x', userName: 'x' };
const agent = new http.Agent({ keepAlive: true });
const sockets: net.Socket[] = [];
let probe: Probe;
afterEach(async () => {
  await probe.stop();
  for (const socket of sockets.splice(0)) socket.destroy();
});

const start = async (config: object = {}): Promise<Probe> => { probe = await startProbe({ callers: () => [hospital.caller], config }); return probe; };

async function msOf(act: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await act();
  return performance.now() - before;
}

function get(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    http.get(url, { agent }, (response) => { response.resume().on('end', () => resolve(response.headers.connection ?? '')); }).on('error', reject);
  });
}

function connect(url: string, say = ''): Promise<net.Socket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), hostname, () => {
      socket.write(say);
      resolve(socket);
    });
    sockets.push(socket.on('error', reject));
  });
}

describe('a stop', () => {
  it('does not wait for kept connections of clients, of either zone', async () => {
    await start();
    for (const url of [probe.coreUrl, probe.publicServiceUrl]) await get(`${url}/health`);
    expect(await msOf(() => probe.stop())).toBeLessThan(3000);
  });

  it('does not wait for connections that never said anything, nor for half a request', async () => {
    await start();
    for (const url of [probe.coreUrl, probe.publicServiceUrl]) {
      await connect(url);
      await connect(url, `POST ${TRANSACTION_PATH} HTTP/1.1\r\nHost: x\r\n`);
    }
    await sleep(50);
    expect(await msOf(() => probe.stop())).toBeLessThan(3000);
  });

  it('finishes what is under way in both zones, then closes at once although its clients would keep the connection', async () => {
    await start();
    const app = drawCaller('channel', 'C'.repeat(32));
    await probe.stop();
    probe = await startProbe({ callers: () => [hospital.caller, app.caller] });
    const both = new Map<string, object>([['ec.verify', output], ['ec.qrcode.issue', {}]]);
    for (const [transType, answer] of both) {
      probe.scripts.set(transType, async ({ act }) => { await sleep(400); return act({ subject: 'x' }, () => Promise.resolve(answer)); });
    }
    const answers = Promise.all([
      ask(probe.coreUrl, transactions.checkToken, hospital.keys, { input }),
      ask(probe.publicServiceUrl, transactions.issueQrCode, app.keys, { input: { authorizationCode: 'A'.repeat(32) } }),
    ]);
    await sleep(150);
    expect(await msOf(() => probe.stop())).toBeLessThan(3000);
    expect((await answers).map(({ opened }) => [opened.trusted, opened.code])).toEqual([[true, 0], [true, 0]]);
  });

  it('takes no new connections meanwhile', async () => {
    await start();
    probe.scripts.set('ec.verify', async () => { await sleep(400); return output; });
    const answer = ask(probe.coreUrl, transactions.checkToken, hospital.keys, { input });
    await sleep(100);
    const stopping = probe.stop();
    await sleep(50);
    for (const url of [probe.coreUrl, probe.publicServiceUrl]) await expect(connect(url)).rejects.toThrow(/ECONNREFUSED/);
    expect((await answer).opened.code).toBe(0);
    await stopping;
  });

  it('breaks off what takes longer than it may, and leaves nothing behind that fails unwatched', async () => {
    await start({ stopGraceMs: 300 });
    const rejections: unknown[] = [];
    const note = (error: unknown): void => { rejections.push(error); };
    process.on('unhandledRejection', note);
    probe.scripts.set('ec.verify', async ({ act }) => { await sleep(800); return act({ subject: 'x' }, () => Promise.resolve(output)); });
    const answer = ask(probe.coreUrl, transactions.checkToken, hospital.keys, { input });
    const broken = answer.catch((error: unknown) => error);
    await sleep(100);
    expect(await msOf(() => probe.stop())).toBeLessThan(3000);
    expect(await broken).toMatchObject({ message: 'fetch failed' });
    await sleep(900);
    process.off('unhandledRejection', note);
    expect(rejections).toEqual([]);
  });

  it('ends although a unit of work does not, and says so', async () => {
    await start({ stopGraceMs: 100, peers: [{ ...silentPeer(), url: 'http://127.0.0.1:9' }] });
    const { work, outbox } = probe.kernel;
    await work.run(() => outbox.append('province:44', 'x', transactions.syncAuthorization, authorization));
    void work.run(() => never());
    await sleep(400); // now the delivery waits for its turn to note that nobody answered
    const before = performance.now();
    await expect(probe.stop()).rejects.toThrow('a part of the tier did not close within 1100 ms');
    expect(performance.now() - before).toBeLessThan(6000);
    probe = await startProbe();
  });

  it('is the same for everybody who asks for it', async () => {
    await start();
    const first = probe.stop();
    expect(probe.stop()).toBe(first);
    await first;
    await probe.stop();
    expect(probe.kernel.dataSource.isInitialized).toBe(false);
  });

  it('closes everything although a part of it fails', async () => {
    await start();
    probe.kernel.link.close = () => { throw new Error('this part does not close'); };
    await expect(probe.stop()).rejects.toThrow('this part does not close');
    expect(probe.kernel.dataSource.isInitialized).toBe(false);
    probe = await startProbe();
  });
});

describe('a start that fails', () => {
  it('leaves nothing open: neither port nor database', async () => {
    await start();
    const port = Number(new URL(probe.coreUrl).port);
    const folder = mkdtempSync(join(tmpdir(), 'openec-start-'));
    try {
      const wish = (listeners: object) => ({ file: join(folder, 'probe.db'), config: { listeners } });
      await expect(startProbe(wish({ core: { port }, publicService: { port: 0 } }))).rejects.toMatchObject({ code: 'EADDRINUSE' });
      const free = await start();
      const second = Number(new URL(free.publicServiceUrl).port);
      await free.stop();
      const busy = await connectableServer();
      await expect(startProbe(wish({ core: { port: second }, publicService: { port: busy.port } }))).rejects.toMatchObject({ code: 'EADDRINUSE' });
      await busy.close();
      // the same port and the same file are free again
      const again = await startProbe(wish({ core: { port: second }, publicService: { port: 0 } }));
      await again.stop();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('says in a sentence when the master key is not the one of the database', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'openec-start-'));
    const file = join(folder, 'probe.db');
    probe = await startProbe({ file });
    await probe.stop();
    const { keys } = (await import('../dispatch/probe-tier.js')).probeConfig() as { keys: object };
    await expect(startProbe({ file, config: { keys: { ...keys, masterKey: '00'.repeat(32) } } })).rejects.toThrow(/The master key is wrong/);
    expect(handlesOn(file)).toEqual([]);
    rmSync(folder, { recursive: true, force: true });
    probe = await startProbe();
  });
});

const silentPeer = () => ({
  name: 'province:44', kind: 'province', appId: 'A'.repeat(32), appSecret: 'S'.repeat(32), publicKey: generateSm2KeyPair().publicKey.toBase64(),
});

const authorization = {
  record: {
    authorizationCode: parseChannelAuthorizationCode('A'.repeat(32)), channelNumber: parseChannelNumber('C'.repeat(32)),
    credentialNumber: parseCredentialNumber('a'.repeat(64)), state: 'granted' as const, changedAt: 1,
  },
};

/** Open handles of this process on a file, where the system shows them. */
function handlesOn(file: string): string[] {
  if (!existsSync('/proc/self/fd')) return [];
  const targets = readdirSync('/proc/self/fd').map((fd) => { try { return readlinkSync(`/proc/self/fd/${fd}`); } catch { return ''; } });
  return targets.filter((target) => target.startsWith(file));
}

async function connectableServer(): Promise<{ port: number; close(): Promise<void> }> {
  const server = net.createServer();
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    port: (server.address() as net.AddressInfo).port,
    close: () => new Promise((resolve) => { server.close(() => resolve()); }),
  };
}
