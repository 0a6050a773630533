import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Housekeeping } from '../../../src/kernel/host/housekeeping.js';
import { ask, post, sealed } from '../dispatch/wire.js';
import { sleep } from '../outbox/pair.js';
import { onPostgres } from '../../postgres/scratch-databases.js';
import { checkToken, flagOf, hospital, input, national, RepeatStage, syncAuthorization } from './repeat-stage.js';

/** Of SQLite's plans and files. */
const onSqlite = onPostgres ? describe.skip : describe;

const WINDOW = 600_000;
let stage: RepeatStage;
beforeEach(async () => {
  stage = new RepeatStage();
  await stage.start();
});
afterEach(() => stage.probe.stop());

describe('an answer is kept', () => {
  const kept = async (): Promise<{ expires_at: number | null }[]> => stage.probe.kernel.dataSource.query('SELECT expires_at FROM idempotency_record');
  const forget = (): Promise<number> => stage.probe.kernel.work.run(() => stage.probe.kernel.idempotency.forgetExpired(stage.clock.now()));

  it('as long as its request is fresh, and some time more for a repeat that is under way; then it is stale', async () => {
    stage.counting();
    const body = sealed(checkToken, hospital.keys, { input, timestamp: stage.clock.now(), requestId: 'r' });
    await post(stage.probe.coreUrl, body, hospital.keys);
    stage.clock.advance(WINDOW - 2_000);
    expect(await forget()).toBe(0);
    expect(flagOf(await post(stage.probe.coreUrl, body, hospital.keys))).toBe('1');
    stage.clock.advance(4_000);
    expect(await forget()).toBe(0);
    expect((await post(stage.probe.coreUrl, body, hospital.keys)).members).toMatchObject({ code: -2, detail: expect.stringMatching(/^timestamp: \d+ s behind our clock/) });
    stage.clock.advance(120_000);
    expect(await forget()).toBe(1);
    expect(await kept()).toEqual([]);
    expect(await stage.probe.notes.texts()).toEqual(['act 1']);
  });

  it('as long as a request is fresh whose own clock is ahead of ours', async () => {
    stage.counting();
    const body = sealed(checkToken, hospital.keys, { input, timestamp: stage.clock.now() + WINDOW - 5_000, requestId: 'r' });
    await post(stage.probe.coreUrl, body, hospital.keys);
    stage.clock.advance(2 * WINDOW - 10_000);
    expect(await forget()).toBe(0);
    expect(flagOf(await post(stage.probe.coreUrl, body, hospital.keys))).toBe('1');
    expect(await stage.probe.notes.texts()).toEqual(['act 1']);
  });

  it('for good where the catalogue says so: what the outbox delivers may come a month later', async () => {
    stage.probe.scripts.set('ec.sync.authorization', ({ act }, notes) => act({ subject: 'x' }, async () => { await notes.write('taken'); return { effectiveAt: 7 }; }));
    const record = { authorizationCode: 'A'.repeat(32), channelNumber: 'C'.repeat(32), credentialNumber: 'a'.repeat(64), state: 'granted', changedAt: 1 };
    const send = () => ask(stage.probe.coreUrl, syncAuthorization, national.keys, { input: { record }, timestamp: stage.clock.now(), requestId: 'message' });
    expect((await send()).opened.code).toBe(0);
    stage.clock.advance(30 * 86_400_000);
    expect(await forget()).toBe(0);
    expect((await send()).opened.data).toMatchObject({ effectiveAt: { text: '7' } });
    expect(await stage.probe.notes.texts()).toEqual(['taken']);
  });

  it('in any number: a million expired ones are forgotten in small steps, so that nobody waits for it', async () => {
    await stage.probe.kernel.dataSource.query(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
       INSERT INTO idempotency_record (caller, request_id, body_hash, answer, created_at, expires_at) SELECT 'x', 'r' || i, 'b', '1.x', 1, 2 FROM n`,
    );
    const step = await forget();
    expect(step).toBeGreaterThan(0);
    expect(step).toBeLessThanOrEqual(1_000);
    let steps = 1;
    while (await forget() > 0) steps += 1;
    expect(steps).toBe(20);
  });

  it('until the housekeeping comes by, every minute, and forgets all that are expired', async () => {
    jest.useFakeTimers({ now: Date.now(), doNotFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'] });
    const housekeeping = new Housekeeping(stage.probe.kernel);
    housekeeping.start();
    await stage.probe.kernel.dataSource.query(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
       INSERT INTO idempotency_record (caller, request_id, body_hash, answer, created_at, expires_at)
       SELECT 'x', 'r' || i, 'b', '1.x', 1, CASE WHEN i = 7 THEN NULL WHEN i = 8 THEN ${stage.clock.now() + 60_000} ELSE 2 END FROM n`,
    );
    jest.advanceTimersByTime(60_000);
    jest.useRealTimers();
    for (let look = 0; look < 100 && (await kept()).length > 2; look += 1) await sleep(20);
    expect((await kept()).length).toBe(2);
    await housekeeping.stop();
  });

  onSqlite('on SQLite', () => {
    it('under indexes: neither look reads the table', async () => {
      const sent: [string, unknown[]][] = [];
      const { dataSource } = stage.probe.kernel;
      dataSource.logger.logQuery = (query, parameters) => { sent.push([query, (parameters ?? []) as unknown[]]); };
      await stage.probe.kernel.idempotency.find({ caller: 'c', requestId: 'r', bodyHash: 'b', signatureHash: 's' });
      await forget();
      dataSource.logger.logQuery = () => undefined;
      const statements = sent.filter(([query]) => /^(SELECT|DELETE)/.test(query));
      expect(statements.length).toBe(3);
      for (const [query, parameters] of statements) {
        const plan = (await dataSource.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${query}`, parameters)).map((step) => step.detail).join(' · ');
        expect(plan).toMatch(/SEARCH .*idempotency_record|SEARCH IdempotencyRecordEntity/i);
        expect(plan).not.toMatch(/SCAN (idempotency_record|IdempotencyRecordEntity)/i);
      }
    });
  });
});

describe('a kept answer in the database', () => {
  const folder = (): string => mkdtempSync(join(tmpdir(), 'openec-answers-'));

  onSqlite('on SQLite', () => {
    it('is sealed: no byte of the files tells whom it is about', async () => {
      const at = folder();
      await stage.restart({ file: join(at, 'probe.db') });
      stage.script(({ act }) => act({ subject: input.idNo, facts: { orgId: 'H35020300001' } }, () => Promise.resolve({ ...input, flag: '1' })));
      await stage.verify({ requestId: 'r' });
      await stage.probe.stop();
      const bytes = Buffer.concat(readdirSync(at).map((name) => readFileSync(join(at, name))));
      expect(bytes.length).toBeGreaterThan(10_000);
      for (const canary of [input.idNo, input.userName, Buffer.from(input.userName).toString('base64'), Buffer.from(input.idNo).toString('base64url')]) {
        expect(bytes.includes(canary)).toBe(false);
      }
      rmSync(at, { recursive: true, force: true });
      await stage.start();
    });
  });

  it('is bound to its request: put in the place of another it does not open', async () => {
    stage.counting();
    await stage.verify({ requestId: 'a' });
    await stage.verify({ requestId: 'b', input: { ...input, userName: '贾示例' } });
    await stage.probe.kernel.dataSource.query(`UPDATE idempotency_record SET answer = (SELECT answer FROM idempotency_record WHERE request_id = 'b') WHERE request_id = 'a'`);
    expect((await stage.verify({ requestId: 'a' })).opened.code).toBe(-1);
    expect((await stage.verify({ requestId: 'b', input: { ...input, userName: '贾示例' } })).opened.code).toBe(0);
  });

  it('outlives the process', async () => {
    const at = folder();
    const file = join(at, 'probe.db');
    await stage.restart({ file });
    stage.counting();
    await stage.verify({ requestId: 'r' });
    await stage.restart({ file });
    stage.script(() => Promise.reject(new Error('nobody is asked')));
    expect(flagOf(await stage.verify({ requestId: 'r' }))).toBe('1');
    rmSync(at, { recursive: true });
  });
});

