import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HttpPoster, Unreachable } from '../../src/client/http-post.js';
import { TransactionClient, type ClientOptions } from '../../src/client/transaction-client.js';
import { parseEcToken } from '../../src/protocol/identifiers.js';
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

describe('connections', () => {
  it('are kept from one call to the next', async () => {
    const one = client();
    for (let time = 0; time < 5; time += 1) await one.call(checkToken, input);
    expect(server.sockets.size).toBe(1);
  });

  it('are closed by close, which breaks off what is under way and lets nothing follow', async () => {
    server.reply = () => undefined;
    const one = client({ retryAfterMs: [5_000] });
    const broken = thrownBy(one.call(checkToken, input));
    await pause(50);
    const before = performance.now();
    one.close();
    expect((await broken).message).toMatch(/broken off: the connections were closed$/);
    expect(performance.now() - before).toBeLessThan(2500);
    await expect(one.call(checkToken, input)).rejects.toThrow(/broken off before it was sent$/);
    await pause(50);
    expect(server.sockets.size).toBe(0);
  });

  it('that were lent are not closed by the borrower', async () => {
    const poster = new HttpPoster();
    const borrower = client({ poster });
    await borrower.call(checkToken, input);
    borrower.close();
    expect(await client({ poster }).call(checkToken, input)).toMatchObject({ flag: '1' });
    expect(server.sockets.size).toBe(1);
    poster.close();
    await expect(borrower.call(checkToken, input)).rejects.toThrow(Unreachable);
  });

  it('that the server closed meanwhile are made anew', async () => {
    const one = client();
    await one.call(checkToken, input);
    for (const socket of server.sockets) socket.destroy();
    await pause(20);
    expect(await one.call(checkToken, input)).toMatchObject({ flag: '1' });
  });

  it('are broken off by the signal of one call alone', async () => {
    const one = client();
    const halt = new AbortController();
    server.reply = () => undefined;
    const broken = thrownBy(one.call(checkToken, input, 'a', halt.signal));
    await pause(50);
    halt.abort();
    expect((await broken).message).toMatch(/broken off$/);
    server.reply = good;
    expect(await one.call(checkToken, input, 'b')).toMatchObject({ flag: '1' });
    await expect(one.call(checkToken, input, 'c', halt.signal)).rejects.toThrow(Unreachable);
    expect(server.bodies.map(requestIdOf)).toEqual(['a', 'b']);
  });

  it('leaves neither a timer nor a connection behind', async () => {
    server.reply = () => undefined;
    await expect(client({ retryAfterMs: [], timeoutMs: 50 }).call(checkToken, input)).rejects.toThrow(Unreachable);
    await pause(50);
    expect(server.sockets.size).toBe(0);
    server.reply = good;
    const before = timers();
    await Promise.all(Array.from({ length: 20 }, () => client({ timeoutMs: 60_000 }).call(checkToken, input)));
    await pause(20);
    expect(timers()).toBeLessThan(before + 10);
  });
});

const thrownBy = (act: Promise<unknown>): Promise<Error> => act.then(() => new Error('nothing was thrown'), (error: unknown) => error as Error);
const timers = (): number => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;
