import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Pair, sleep, until, type PairWish } from './pair.js';

let pair: Pair;
const start = async (wish?: PairWish): Promise<Pair> => { pair = await Pair.start(wish); return pair; };
afterEach(() => pair.stop());

const taken = (count: number) => until(`${count} messages taken`, () => pair.taken.length >= count);
const delivered = () => until('everything delivered', async () => (await pair.states()).every((state) => state === 'delivered'));
const health = async () => JSON.parse(await (await fetch(`${pair.sender.coreUrl}/health`)).text()) as { checks: { name: string; ok: boolean; why: string }[] };
const outboxCheck = async () => (await health()).checks.find((check) => check.name === 'outbox');

describe('delivery of the outbox', () => {
  it('begins at the commit, not at the next look', async () => {
    await start();
    await sleep(300);
    const before = performance.now();
    await pair.tell('a1');
    await taken(1);
    expect(performance.now() - before).toBeLessThan(3000);
    await delivered();
    expect((await pair.entries())[0]).toMatchObject({ attempts: 0, lastError: null, deliveredAt: expect.any(Number) });
  });

  it('is woken by every commit, whenever it comes (200 commits at random moments)', async () => {
    await start();
    for (let count = 1; count <= 200; count += 1) {
      await pair.tell(`${'abcdefg'[count % 7]}${count}`);
      await sleep(Math.random() * 6);
    }
    // each look lasts a few milliseconds; a wake-up that is lost costs the pause until the next look, seconds
    const before = performance.now();
    await taken(200);
    expect(performance.now() - before).toBeLessThan(4000);
  }, 60_000);

  it('is woken by a commit in the very moment in which it finds nothing more to do', async () => {
    await start();
    const { outbox } = pair.sender.kernel;
    const nextDue = outbox.nextDue.bind(outbox);
    outbox.nextDue = async (destination) => {
      const next = await nextDue(destination);
      outbox.nextDue = nextDue;
      await pair.tell('b1');
      return next;
    };
    await pair.tell('a1');
    await until('both messages taken', () => pair.taken.length === 2, 4000);
    expect(pair.taken).toEqual(['a1', 'b1']);
  });

  it('keeps the order of each subject, whatever is in its way', async () => {
    await start();
    let count = 0;
    pair.line.fate = () => { count += 1; return count % 3 === 0 ? 'cut' : 'pass'; };
    await pair.tell('a1 b1 a2 b2 a3 b3 a4 b4 a5 b5');
    await taken(10);
    expect(pair.taken.filter((each) => each.startsWith('a'))).toEqual(['a1', 'a2', 'a3', 'a4', 'a5']);
    expect(pair.taken.filter((each) => each.startsWith('b'))).toEqual(['b1', 'b2', 'b3', 'b4', 'b5']);
    await delivered();
  });

  it('has one effect although answers get lost: the receiver knows the message by its id', async () => {
    await start();
    let count = 0;
    pair.line.fate = () => { count += 1; return count % 2 === 1 ? 'lose the answer' : 'pass'; };
    await pair.tell('a1 a2 a3');
    await delivered();
    expect(pair.taken).toEqual(['a1', 'a2', 'a3']);
    expect(await pair.receiver.notes.texts()).toEqual(['a1', 'a2', 'a3']);
    expect(pair.line.requests).toBeGreaterThan(3);
    expect(new Set(pair.line.bodies.map((body) => /"requestId":"([^"]+)"/.exec(body)?.[1])).size).toBe(3);
  });

  it('lets other subjects overtake one that is refused, and keeps those behind it waiting', async () => {
    await start({ outbox: { firstRetryMs: 10, longestRetryMs: 20, attemptsWhenRefused: 3 } });
    pair.verdict = (subject, ordinal) => (subject === 'a' && ordinal === 1 ? 'syncAuthorizationInvalid' : undefined);
    await pair.tell('a1 a2 b1 b2');
    await until('a1 stalled', async () => (await pair.states())[0] === 'stalled');
    await taken(2);
    expect(pair.taken).toEqual(['b1', 'b2']);
    await sleep(300);
    expect(await pair.states()).toEqual(['stalled', 'pending', 'delivered', 'delivered']);
    expect((await pair.entries())[0]).toMatchObject({ attempts: 3, lastError: expect.stringContaining('500061') });
    expect(await outboxCheck()).toMatchObject({ ok: false, why: expect.stringMatching(/^1 waiting, 1 stalled, oldest \d+ s$/) });
  });

  it('rests while nothing can be sent: a message behind a stalled one is not looked for again and again', async () => {
    await start({ outbox: { firstRetryMs: 10, longestRetryMs: 20, attemptsWhenRefused: 1 } });
    pair.verdict = (_subject, ordinal) => (ordinal === 1 ? 'syncAuthorizationInvalid' : undefined);
    await pair.tell('a1 a2');
    await until('a1 stalled', async () => (await pair.states())[0] === 'stalled');
    await sleep(100);
    let queries = 0;
    const { logger } = pair.sender.kernel.dataSource;
    logger.logQuery = () => { queries += 1; };
    await sleep(1500);
    logger.logQuery = () => undefined;
    expect(queries).toBeLessThan(10);
  });

  it('sends a stalled message again when it is told to, and then what waited behind it', async () => {
    await start({ outbox: { firstRetryMs: 10, longestRetryMs: 20, attemptsWhenRefused: 1 } });
    pair.verdict = () => 'syncAuthorizationInvalid';
    await pair.tell('a1 a2');
    await until('a1 stalled', async () => (await pair.states())[0] === 'stalled');
    pair.verdict = () => undefined;
    const { kernel } = pair.sender;
    expect(await kernel.work.run(() => kernel.outbox.redrive('province:44'))).toBe(0);
    expect(await kernel.work.run(() => kernel.outbox.redrive('province:35'))).toBe(1);
    await delivered();
    expect(pair.taken).toEqual(['a1', 'a2']);
    expect(await outboxCheck()).toMatchObject({ ok: true, why: '0 waiting, 0 stalled' });
  });

  it('waits out a receiver that has trouble of its own: -1, -3 and -6 stall nothing', async () => {
    await start({ outbox: { firstRetryMs: 10, longestRetryMs: 20, attemptsWhenRefused: 1 } });
    const troubles = (['unknownError', 'timeout', 'rateLimited'] as const)[Symbol.iterator]();
    pair.verdict = () => troubles.next().value;
    await pair.tell('a1');
    await delivered();
    expect((await pair.entries())[0].attempts).toBe(3);
  });

  it('waits for a receiver that is not there, longer after each attempt, and goes on as soon as it is', async () => {
    await start({ outbox: { firstRetryMs: 50, longestRetryMs: 400 } });
    const moments: number[] = [];
    pair.line.fate = () => { moments.push(performance.now()); return 'cut'; };
    await pair.tell('a1 a2');
    await until('four attempts', async () => (await pair.entries())[0].attempts >= 4);
    expect(await pair.states()).toEqual(['pending', 'pending']);
    expect(await outboxCheck()).toMatchObject({ ok: true, why: expect.stringMatching(/^2 waiting, 0 stalled/) });
    expect((await health()).checks.find((check) => check.name === 'peer province:35')).toMatchObject({ ok: false });
    // the client itself repeats once after 100 ms, so each attempt is two requests
    const attempts = moments.filter((_moment, index) => index % 2 === 0);
    const pauses = attempts.slice(1).map((moment, index) => moment - attempts[index] - 100);
    for (const [at, least] of [50, 100, 200].entries()) expect(pauses[at]).toBeGreaterThan(least - 5);
    pair.line.fate = () => 'pass';
    await delivered();
    expect(pair.taken).toEqual(['a1', 'a2']);
  });

  it('stalls a message when the attempts without an answer have run out', async () => {
    await start({ outbox: { firstRetryMs: 10, longestRetryMs: 10, attemptsWhenUnreachable: 2 } });
    pair.line.fate = () => 'error page';
    await pair.tell('a1');
    await until('a1 stalled', async () => (await pair.states())[0] === 'stalled');
    expect((await pair.entries())[0]).toMatchObject({ attempts: 2, lastError: expect.stringContaining('not a JSON object') });
  });

  it('asks a silent receiver with one message at a time, not with all that wait', async () => {
    await start({ outbox: { firstRetryMs: 100, longestRetryMs: 100 } });
    pair.line.fate = () => 'cut';
    await pair.tell('a1 b1 c1 d1 e1 f1 g1 h1 i1 j1 k1 l1 m1 n1 o1 p1 q1 r1 s1 t1');
    await until('the first look is over', () => pair.line.requests >= 32);
    await sleep(300);
    const { requests } = pair.line;
    await sleep(1000);
    // 1000 ms at 200 ms for an attempt of two requests
    expect(pair.line.requests - requests).toBeLessThan(16);
    pair.line.fate = () => 'pass';
    await delivered();
    expect(pair.taken.length).toBe(20);
  });
});

describe('several receivers', () => {
  it('do not wait for one that swallows everything', async () => {
    await start({ timeoutMs: 3000 });
    await pair.addSilentPeer('province:44');
    await pair.tell(Array.from({ length: 26 }, (_none, at) => `${String.fromCharCode(97 + at)}1`).join(' '), 'province:44');
    await pair.tell('a1 b1');
    const before = performance.now();
    await taken(2);
    expect(performance.now() - before).toBeLessThan(2800);
  });
});

describe('a stop and a start', () => {
  it('end and resume the delivery: what was under way is sent again under its id, and has one effect', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'openec-outbox-'));
    try {
      await start({ file: join(folder, 'sender.db') });
      pair.line.fate = () => 'hold the answer';
      await pair.tell('a1 a2 b1');
      await taken(2);
      const before = performance.now();
      await pair.sender.stop();
      expect(performance.now() - before).toBeLessThan(3000);
      pair.line.fate = () => 'pass';
      pair.sender = await pair.startSender();
      await delivered();
      expect((await pair.entries()).map((entry) => entry.attempts)).toEqual([0, 0, 0]);
      expect(pair.taken.toSorted()).toEqual(['a1', 'a2', 'b1']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
