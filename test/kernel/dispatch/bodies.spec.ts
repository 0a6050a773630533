import * as http from 'node:http';
import * as net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TRANSACTION_PATH } from '../../../src/client/transaction-client.js';
import { findReturnCode } from '../../../src/protocol/dictionaries/return-codes.js';
import { transactions } from '../../../src/protocol/transactions/index.js';
import { sleep } from '../outbox/pair.js';
import { CapturedLog } from './captured-log.js';
import { drawCaller } from './probe-callers.js';
import { startProbe, type Probe } from './probe-tier.js';
import { post, sealed } from './wire.js';

const MEGABYTE = 1024 * 1024;
const hospital = drawCaller('institution', 'H35020300001');
const input = { ecToken: 't', idType: '01', idNo: '350203199001011234', userName: '甄测试' };
const log = new CapturedLog();
let probe: Probe;
beforeAll(async () => {
  probe = await startProbe({ callers: () => [hospital.caller], parts: { log: log.log } });
  probe.scripts.set('ec.verify', ({ act }, notes) => act({ subject: 'x' }, async () => { await notes.write('x'); return { ...input, flag: '1' }; }));
});
afterAll(() => probe.stop());

const urls = (): string[] => [probe.coreUrl, probe.publicServiceUrl];

async function nothingWritten(): Promise<void> {
  expect(await probe.notes.texts()).toEqual([]);
  expect((await probe.kernel.journal.head()).sequence).toBe(0);
  expect(await probe.kernel.dataSource.query('SELECT COUNT(*) AS n FROM idempotency_record')).toEqual([{ n: 0 }]);
}

/** An answer of table A.3 with a row of C.4, its exact text, and a reason. */
function expectRefusal(text: string): void {
  const answer = JSON.parse(text) as { code: number; message: string; detail?: string; success: boolean; signType: string };
  expect(findReturnCode(answer.code)?.text).toBe(answer.message);
  expect(answer).toMatchObject({ success: false, signType: 'plain', detail: expect.stringMatching(/^(body|url|[\w.[\]]+): ./) });
}

describe('a body that is no request', () => {
  it('is answered with a row of C.4 and a reason, whatever it is, in both zones (500 bodies)', async () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc.string({ unit: 'binary', maxLength: 200 }).map((text) => Buffer.from(text, 'utf8')),
      fc.jsonValue({ depthSize: 'small' }).map((value) => Buffer.from(JSON.stringify(value))),
      fc.record({ transType: fc.jsonValue(), appId: fc.jsonValue(), data: fc.jsonValue(), signType: fc.jsonValue(), timestamp: fc.jsonValue() },
        { requiredKeys: [] }).map((value) => Buffer.from(JSON.stringify(value))),
    );
    await fc.assert(fc.asyncProperty(anything, fc.nat(1), async (body, zone) => {
      const response = await fetch(urls()[zone] + TRANSACTION_PATH, { method: 'POST', body });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
      expectRefusal(await response.text());
    }), { numRuns: 500 });
    await nothingWritten();
  }, 60_000);

  it.each([
    ['application/json'], ['application/json; charset=gbk'], ['text/plain'], ['multipart/form-data; boundary=x'], ['application/x-www-form-urlencoded'], [''],
  ])('is read as bytes under content type %j', async (type) => {
    const { hostname, port } = new URL(probe.coreUrl);
    const text = await new Promise<string>((resolve, reject) => {
      const request = http.request({ hostname, port, method: 'POST', path: TRANSACTION_PATH, headers: type === '' ? {} : { 'content-type': type } }, (response) => {
        let got = '';
        response.setEncoding('utf8').on('data', (chunk: string) => { got += chunk; }).on('end', () => resolve(got));
      });
      request.on('error', reject).end('{"transType":"ec.verify"');
    });
    expect(text).toMatch(/"code":-2,.*"detail":"body: is not JSON/);
  });

  it('is answered when it is 10 MB long', async () => {
    for (const url of urls()) {
      const { raw } = await post(url, Buffer.alloc(10 * MEGABYTE, 0x7b), hospital.keys);
      expectRefusal(raw);
      expect(raw).toContain(`body: ${10 * MEGABYTE} bytes; at most ${MEGABYTE} are taken`);
    }
    await nothingWritten();
  });

  it('is not read for ever: who sends without end is cut off, without the memory growing', async () => {
    const { hostname, port } = new URL(probe.publicServiceUrl);
    const socket = net.connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(`POST ${TRANSACTION_PATH} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`);
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(MEGABYTE, 0x20), Buffer.from('\r\n')]);
    let sent = 0;
    const before = process.memoryUsage().rss;
    while (!socket.destroyed && sent < 200) {
      await new Promise((resolve) => { socket.write(chunk, resolve); });
      sent += 1;
    }
    socket.destroy();
    expect(sent).toBeLessThan(100);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * MEGABYTE);
  });

  it('that announces more than is ever read is refused at once', async () => {
    const { hostname, port } = new URL(probe.coreUrl);
    const socket = net.connect(Number(port), hostname);
    const answer = new Promise<string>((resolve) => { socket.once('data', (data) => resolve(data.toString('utf8'))); });
    socket.write(`POST ${TRANSACTION_PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: ${64 * MEGABYTE}\r\n\r\nabc`);
    expect(await answer).toMatch(/"code":-2,.*"detail":"body: /);
    socket.destroy();
  });

  it('that breaks off is nobody\'s error but its sender\'s: no error stands in the log', async () => {
    log.lines.length = 0;
    for (const url of urls()) {
      const { hostname, port } = new URL(url);
      const socket = net.connect(Number(port), hostname);
      socket.write(`POST ${TRANSACTION_PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"half":`);
      await sleep(100);
      socket.destroy();
      await sleep(100);
    }
    expect(log.lines.filter((line) => (JSON.parse(line) as { level: number }).level >= 50)).toEqual([]);
  });
});

describe('an address at which nothing is served', () => {
  it.each([
    ['GET', TRANSACTION_PATH], ['PUT', TRANSACTION_PATH], ['POST', '/'], ['GET', '/'], ['POST', '/health'], ['GET', '/api/transactions/../x'],
    ['POST', '/api/transactions/'], ['DELETE', '/ready'], ['GET', '/%00'], ['GET', '/%ff'], ['OPTIONS', TRANSACTION_PATH],
  ])('is -5 as JSON: %s %s', async (method, path) => {
    for (const url of urls()) {
      const response = await fetch(url + path, { method });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      const text = await response.text();
      expect(JSON.parse(text)).toMatchObject({ success: false, code: expect.any(Number) });
      expectRefusal(text);
    }
  });

  it('tells nothing of the machinery', async () => {
    const response = await fetch(`${probe.coreUrl}/nothing`);
    const told = (await response.text()) + JSON.stringify([...response.headers]);
    expect(told).not.toMatch(/fastify|nest|express|node|stack|\.ts/i);
  });
});

describe('a good request', () => {
  it('is still answered after all of this', async () => {
    const { opened } = await post(probe.coreUrl, sealed(transactions.checkToken, hospital.keys, { input }), hospital.keys);
    expect([opened.trusted, opened.code]).toEqual([true, 0]);
  });
});
