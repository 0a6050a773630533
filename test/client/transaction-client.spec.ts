import * as http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Unreachable } from '../../src/client/http-post.js';
import { TRANSACTION_PATH, TransactionClient, UntrustedAnswer, type ClientOptions } from '../../src/client/transaction-client.js';
import { parseEcToken } from '../../src/protocol/identifiers.js';
import { Refusal } from '../../src/protocol/refusal.js';
import { transactions } from '../../src/protocol/transactions/index.js';
import { drawCaller } from '../kernel/dispatch/probe-callers.js';
import { AnsweringServer, requestIdOf, sealedAnswer, type Reply } from './answering-server.js';

const { checkToken } = transactions;
const party = drawCaller('institution', 'H35020300001');
const { keys: theirs } = party.caller;
const input = { ecToken: parseEcToken('t'), idType: '01', idNo: '350203199001011234', userName: '甄测试' };
const data = { flag: '1', idNo: input.idNo, idType: '01', userName: input.userName, insuOrg: null };
const good: Reply = (response, body) => { response.end(sealedAnswer(body, theirs, data)); };

let server: AnsweringServer;
let url: string;
let clients: TransactionClient[] = [];
beforeEach(async () => {
  server = new AnsweringServer();
  url = await server.open();
  server.reply = good;
});
afterEach(async () => {
  for (const each of clients) each.close();
  clients = [];
  await server.close();
});

function client(changes: Partial<ClientOptions> = {}): TransactionClient {
  let count = 0;
  const made = new TransactionClient({
    url, keys: party.keys, travel: { signType: 'SM2', encType: 'SM4' }, now: () => Date.now(), newRequestId: () => `id-${(count += 1)}`, retryAfterMs: [20, 20], ...changes,
  });
  clients.push(made);
  return made;
}

const call = (changes?: Partial<ClientOptions>): Promise<unknown> => client(changes).call(checkToken, input);
/** What comes instead of each of the first answers; then a good one. */
const after = (...replies: Reply[]): void => {
  server.reply = (response, body, request) => (replies.shift() ?? good)(response, body, request);
};
const cut: Reply = (response) => { response.destroy(); };

describe('a call', () => {
  it('gives the data of the answer', async () => {
    expect(await call()).toEqual({ flag: '1', idNo: input.idNo, idType: '01', userName: input.userName });
    expect(server.bodies.length).toBe(1);
    expect(server.bodies[0]).not.toContain(input.idNo);
  });

  it.each(['', '/', '//'])('goes to the path of the transactions, with %j behind the address', async (tail) => {
    let path = '';
    server.reply = (response, body, request) => { path = request.url ?? ''; return good(response, body, request); };
    await call({ url: url + tail });
    expect(path).toBe(TRANSACTION_PATH);
  });

  it.each([['SM3', 'SM4'], ['SM3', 'plain'], ['SM2', 'plain'], ['plain', 'plain']] as const)('is signed with %s and encrypted with %s', async (signType, encType) => {
    server.reply = (response, body) => { response.end(sealedAnswer(body, theirs, data, { signType, encType })); };
    expect(await call({ travel: { signType, encType } })).toMatchObject({ flag: '1' });
    expect(JSON.parse(server.bodies[0])).toMatchObject({ signType, encType, transType: 'ec.verify' });
  });

  it('throws the refusal of the server with its origin and what it tells', async () => {
    server.reply = (response, body) => {
      response.end(sealedAnswer(body, theirs, {}, { code: 501001, message: '二维码Token失效', detail: 'used', origin: 'province:44' }));
    };
    await expect(call()).rejects.toMatchObject({ name: 'Refusal', returnCode: { code: 501001, name: 'tokenInvalid' }, diagnosis: 'used', origin: 'province:44' });
    expect(server.bodies.length).toBe(1);
  });
});

describe('a repeat', () => {
  it('follows when no answer came, under the same id, newly sealed', async () => {
    after(cut, cut);
    expect(await call()).toMatchObject({ flag: '1' });
    expect(server.bodies.map(requestIdOf)).toEqual(['id-1', 'id-1', 'id-1']);
    expect(new Set(server.bodies.map((body) => (JSON.parse(body) as { signData: string }).signData)).size).toBe(3);
  });

  it('follows after the pauses it was given, and ends with them', async () => {
    server.reply = cut;
    const before = performance.now();
    await expect(call({ retryAfterMs: [50, 150] })).rejects.toThrow(Unreachable);
    expect(server.bodies.length).toBe(3);
    expect(performance.now() - before).toBeGreaterThan(195);
  });

  it('carries the id that the caller gave', async () => {
    after(cut);
    await client().call(checkToken, input, 'mine');
    expect(server.bodies.map(requestIdOf)).toEqual(['mine', 'mine']);
  });

  it('has another id than the next request', async () => {
    const one = client();
    await one.call(checkToken, input);
    await one.call(checkToken, input);
    expect(server.bodies.map(requestIdOf)).toEqual(['id-1', 'id-2']);
  });

  it('of an unsigned request never follows: nobody would know that it is one', async () => {
    server.reply = cut;
    await expect(call({ travel: { signType: 'plain', encType: 'plain' }, retryAfterMs: [1, 1, 1] })).rejects.toThrow(Unreachable);
    expect(server.bodies.length).toBe(1);
  });

  it.each<[string, Reply]>([
    ['a refusal', (response, body) => { response.end(sealedAnswer(body, theirs, {}, { code: -1, message: '未知异常' })); }],
    ['an answer of a stranger', (response, body) => { response.end(sealedAnswer(body, drawCaller('institution', 'x').keys, data)); }],
    ['a proxy\'s error page', (response) => { response.writeHead(502).end('<html>502 Bad Gateway</html>'); }],
  ])('does not follow upon %s', async (_what, reply) => {
    server.reply = reply;
    await expect(call()).rejects.toThrow(/^(?!.*no answer)/);
    expect(server.bodies.length).toBe(1);
  });
});

describe('an answer that cannot be believed', () => {
  const stranger = drawCaller('institution', 'stranger').keys;
  it.each<[string, Reply, RegExp]>([
    ['an unsigned refusal', (response, body) => { response.end(sealedAnswer(body, theirs, {}, { signType: 'plain', encType: 'plain', code: 500012, message: '该应用渠道不存在' })); }, /without a valid signature: 500012 该应用渠道不存在/],
    ['an unsigned success', (response, body) => { response.end(sealedAnswer(body, theirs, data, { signType: 'plain', encType: 'plain' })); }, /without a valid signature: 0/],
    ['one signed by a stranger', (response, body) => { response.end(sealedAnswer(body, stranger, data)); }, /without a valid signature/],
    ['one signed in a weaker way', (response, body) => { response.end(sealedAnswer(body, theirs, data, { signType: 'SM3' })); }, /without a valid signature/],
    ['one to another request', (response, body) => { response.end(sealedAnswer(body, theirs, data, { requestId: 'another' })); }, /without a valid signature/],
    ['one to no request', (response, body) => { response.end(sealedAnswer(body, theirs, data, { requestId: undefined })); }, /without a valid signature/],
    ['a proxy\'s error page', (response) => { response.writeHead(503, { 'content-type': 'text/html' }).end('<html><body>Service Unavailable</body></html>'); }, /the body is not a JSON object/],
    ['nothing at all', (response) => { response.end(); }, /the body is not a JSON object/],
    ['a list', (response) => { response.end('[]'); }, /the body is not a JSON object/],
    ['JSON of somebody else', (response) => { response.end('{"status":"ok"}'); }, /without a valid signature: -1/],
    ['JSON that breaks off', (response, body) => { response.end(sealedAnswer(body, theirs, data).slice(0, -9)); }, /the body is not a JSON object/],
    ['data that lack a field', (response, body) => { response.end(sealedAnswer(body, theirs, { flag: '1' })); }, /data that do not fit table A\.7.*data\.idNo: is mandatory/],
    ['data that have one more', (response, body) => { response.end(sealedAnswer(body, theirs, { ...data, more: 'x' })); }, /data that do not fit table A\.7.*data\.more: unknown field/],
  ])('is thrown as such: %s', async (_what, reply, message) => {
    server.reply = reply;
    const error = await call().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UntrustedAnswer);
    expect(error).not.toBeInstanceOf(Refusal);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message.startsWith(url)).toBe(true);
  });

  it('is told in few words, however many came', async () => {
    server.reply = (response) => { response.end(JSON.stringify({ code: 7, message: 'x'.repeat(1_000_000), detail: 'y'.repeat(1_000_000) })); };
    expect((await thrownBy(call())).message.length).toBe(500);
  });

  it('is thrown for an unsigned call too, when it answers something else', async () => {
    server.reply = (response, body) => { response.end(sealedAnswer(body, theirs, data, { signType: 'plain', encType: 'plain', requestId: 'another' })); };
    await expect(call({ travel: { signType: 'plain', encType: 'plain' } })).rejects.toThrow(UntrustedAnswer);
  });
});

describe('an answer that does not arrive', () => {
  const once = { retryAfterMs: [] };

  it.each<[string, Reply, RegExp]>([
    ['the connection breaks before it', cut, /socket hang up/],
    ['it breaks off in the middle', async (response, body) => {
      const text = sealedAnswer(body, theirs, data);
      response.writeHead(200, { 'content-length': Buffer.byteLength(text) }).write(text.slice(0, 40));
      await pause(30);
      response.destroy();
    }, /aborted/],
    ['it breaks off without a length', async (response, body) => {
      response.write(sealedAnswer(body, theirs, data).slice(0, 40));
      await pause(30);
      response.destroy();
    }, /aborted/],
    ['it is larger than 4 MB', (response) => { response.end(Buffer.alloc(4 * 1024 * 1024 + 1, 0x20)); }, /answer larger than 4194304 bytes/],
  ])('is Unreachable: %s', async (_what, reply, message) => {
    server.reply = reply;
    await expect(call(once)).rejects.toMatchObject({ name: 'Unreachable', message: expect.stringMatching(message), cause: expect.anything() });
  });

  it('is Unreachable when nobody listens', async () => {
    await server.close();
    await expect(call(once)).rejects.toMatchObject({ name: 'Unreachable', message: expect.stringContaining('ECONNREFUSED') });
    server = new AnsweringServer();
    await server.open();
  });

  it('is Unreachable after the time it is given, whether it never begins or never ends', async () => {
    for (const reply of [() => undefined, (response: http.ServerResponse) => { response.write('{'); }]) {
      server.reply = reply;
      const before = performance.now();
      await expect(call({ ...once, timeoutMs: 150 })).rejects.toThrow(/no answer within 150 ms$/);
      expect(performance.now() - before).toBeLessThan(1000);
    }
  });
});

const thrownBy = (act: Promise<unknown>): Promise<Error> => act.then(() => new Error('nothing was thrown'), (error: unknown) => error as Error);
