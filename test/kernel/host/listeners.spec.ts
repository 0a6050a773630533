import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import * as https from 'node:https';
import * as net from 'node:net';
import * as tls from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import type { ListenerConfig } from '../../../src/kernel/config/kernel-config.js';
import { CapturedLog } from '../dispatch/captured-log.js';
import { startProbe, type Probe } from '../dispatch/probe-tier.js';
import { sleep } from '../outbox/pair.js';
import { selfSigned } from './self-signed.js';

let probe: Probe;
afterEach(() => probe.stop());

type Listener = Partial<ListenerConfig>;
const start = async (core: Listener, publicService: Listener = { port: 0 }, log = new CapturedLog()): Promise<Probe> => {
  probe = await startProbe({ config: { listeners: { core, publicService } }, parts: { log: log.log } });
  return probe;
};
const isHealthy = async (url: string): Promise<boolean> => ((await (await fetch(`${url}/health`)).json()) as { ok: boolean }).ok;

describe('the two listeners', () => {
  it('have addresses of their own', async () => {
    await start({ port: 0 });
    expect(probe.coreUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(probe.coreUrl).not.toBe(probe.publicServiceUrl);
    expect([await isHealthy(probe.coreUrl), await isHealthy(probe.publicServiceUrl)]).toEqual([true, true]);
  });

  it.each(['localhost', '0.0.0.0', '::', '::1'])('listen on %s', async (host) => {
    await start({ host, port: 0 }, { host, port: 0 });
    for (const url of [probe.coreUrl, probe.publicServiceUrl]) {
      expect(url).toMatch(host.includes(':') ? /^http:\/\/\[/ : /^http:\/\/[a-z0-9.]+:/);
      expect(await isHealthy(url.replace('0.0.0.0', '127.0.0.1').replace('[::]', '[::1]'))).toBe(true);
    }
    const before = performance.now();
    await probe.stop();
    expect(performance.now() - before).toBeLessThan(3000);
  });

  it('give a client half a minute for a whole request, and keep its connection longer than a minute', async () => {
    await start({ port: 0 });
    expect(probe.app.getHttpServer()).toMatchObject({ requestTimeout: 30_000, headersTimeout: 30_000, keepAliveTimeout: 65_000 });
  });

  it('survive an error of their own, and log it', async () => {
    const log = new CapturedLog();
    await start({ port: 0 }, { port: 0 }, log);
    probe.app.getHttpServer().emit('error', new Error('no more file handles'));
    expect(log.of('a listener failed to take a connection')).toMatchObject([{ level: 50, error: { message: 'no more file handles' } }]);
    expect(await isHealthy(probe.coreUrl)).toBe(true);
  });

  it('answer what is not HTTP with 400 and a body of table A.3, and hang up', async () => {
    await start({ port: 0 });
    for (const url of [probe.coreUrl, probe.publicServiceUrl]) {
      const said = await new Promise<string>((resolve) => {
        const socket = net.connect(Number(new URL(url).port), '127.0.0.1', () => socket.write('\u0016\u0003\u0001 hello\r\n\r\n'));
        let got = '';
        socket.on('data', (data) => { got += data.toString('utf8'); }).on('close', () => resolve(got)).on('error', () => undefined);
      });
      expect(said).toMatch(/^HTTP\/1\.1 400 Bad Request/);
      expect(JSON.parse(said.slice(said.indexOf('\r\n\r\n')))).toMatchObject({ code: -2, message: '请求参数异常', data: {} });
    }
  });
});

describe('HTTPS (table A.1)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'openec-tls-'));
  const { certificate, key } = selfSigned();
  const files = { certificateFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
  writeFileSync(files.certificateFile, certificate);
  writeFileSync(files.keyFile, key);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is spoken where a certificate is configured, and a stop waits neither for kept connections nor for half a handshake', async () => {
    await start({ port: 0, tls: files }, { port: 0, tls: files });
    const sockets: net.Socket[] = [];
    for (const url of [probe.coreUrl, probe.publicServiceUrl]) {
      expect(url).toMatch(/^https:/);
      const port = Number(new URL(url).port);
      const status = await new Promise<number | undefined>((resolve, reject) => {
        https.get(`${url}/health`, { ca: certificate, agent: new https.Agent({ keepAlive: true }) }, (response) => {
          response.resume().on('end', () => resolve(response.statusCode));
        }).on('error', reject);
      });
      expect(status).toBe(200);
      sockets.push(tls.connect({ port, host: '127.0.0.1', ca: certificate }), net.connect(port, '127.0.0.1'));
    }
    for (const socket of sockets) socket.on('error', () => undefined);
    await sleep(100);
    const before = performance.now();
    await probe.stop();
    expect(performance.now() - before).toBeLessThan(3000);
    for (const socket of sockets) socket.destroy();
  });

  it('is not begun without its files, and nothing stays open', async () => {
    await expect(start({ port: 0, tls: { ...files, keyFile: join(folder, 'none.pem') } })).rejects.toThrow(/ENOENT/);
    await start({ port: 0 });
  });
});
