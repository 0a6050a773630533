import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { refuse } from '../../../src/protocol/refusal.js';
import { transactions } from '../../../src/protocol/transactions/index.js';
import { drawCaller } from '../dispatch/probe-callers.js';
import { startProbe, type Probe, type ProbeWish, type Script } from '../dispatch/probe-tier.js';
import { SetClock } from '../dispatch/set-clock.js';
import { ask, post, sealed, type Answered, type Letter } from '../dispatch/wire.js';
import { never, sleep } from '../outbox/pair.js';

const { checkToken, syncAuthorization } = transactions;
const WINDOW = 600_000;
const hospital = drawCaller('institution', 'H35020300001');
const clinic = drawCaller('institution', 'H35020300002');
const national = drawCaller('national', 'national');
const input = { ecToken: 't', idType: '01', idNo: '350203199001011234', userName: '甄测试' };

let clock: SetClock;
let probe: Probe;
const wish = (more: ProbeWish = {}): ProbeWish => ({
  callers: () => [hospital.caller, clinic.caller, national.caller], serves: [checkToken, syncAuthorization], parts: { clock }, ...more,
});
beforeEach(async () => {
  clock = new SetClock();
  probe = await startProbe(wish());
});
afterEach(() => probe.stop());

const verify = (letter: Letter = {}, keys = hospital.keys): Promise<Answered> => ask(probe.coreUrl, checkToken, keys, { input, timestamp: clock.now(), ...letter });
const script = (act: Script): void => { probe.scripts.set('ec.verify', act); };
/** An act that leaves a note and answers with the number of this answer. */
const counting = (): void => {
  let count = 0;
  script(({ act }, notes) => act({ subject: 'x' }, async () => {
    count += 1;
    await notes.write(`act ${count}`);
    return { ...input, flag: String(count) };
  }));
};
const flagOf = ({ opened }: Answered): unknown => opened.data.flag;
const acts = async (): Promise<number> => (await probe.kernel.journal.head()).sequence;

describe('INT-22: a repeat of a request', () => {
  it('gets the answer of the first, newly signed for it, and nothing happens twice', async () => {
    counting();
    const requestId = 'one-and-the-same';
    const answers = [await verify({ requestId }), await verify({ requestId }), await verify({ requestId })];
    expect(answers.map(flagOf)).toEqual(['1', '1', '1']);
    expect(answers.every(({ opened }) => opened.trusted)).toBe(true);
    expect(new Set(answers.map(({ members }) => members.signData)).size).toBe(3);
    expect(await probe.notes.texts()).toEqual(['act 1']);
    expect(await acts()).toBe(1);
  });

  it('is one also where 50 of them come at once', async () => {
    counting();
    const bodies = Array.from({ length: 50 }, () => sealed(checkToken, hospital.keys, { input, timestamp: clock.now(), requestId: 'all-at-once' }));
    const answers = await Promise.all(bodies.map((body) => post(probe.coreUrl, body, hospital.keys)));
    expect(answers.map(({ opened }) => [opened.trusted, opened.code, opened.data.flag])).toEqual(Array.from({ length: 50 }, () => [true, 0, '1']));
    expect(await probe.notes.texts()).toEqual(['act 1']);
    expect(await acts()).toBe(1);
  });

  it('is known by its signature where it carries no id, byte for byte', async () => {
    counting();
    const body = sealed(checkToken, hospital.keys, { input, timestamp: clock.now(), requestId: undefined });
    const answers = [await post(probe.coreUrl, body, hospital.keys), await post(probe.coreUrl, body, hospital.keys)];
    expect(answers.map(({ members }) => members.code)).toEqual([0, 0]);
    expect(await probe.notes.texts()).toEqual(['act 1']);
  });

  it('is known by its signature also where somebody put another id to it, and refused', async () => {
    counting();
    const bare = sealed(checkToken, hospital.keys, { input, timestamp: clock.now(), requestId: undefined });
    const under = (requestId: string) => post(probe.coreUrl, bare.replace('{', `{"extra":{"requestId":"${requestId}"},`), hospital.keys);
    expect((await under('mine')).opened.code).toBe(0);
    expect((await under('yours')).members).toMatchObject({ code: -2, detail: 'requestId: this signature was used with another request id' });
    expect((await post(probe.coreUrl, bare, hospital.keys)).members).toMatchObject({ code: -2 });
    expect(flagOf(await under('mine'))).toBe('1');
    expect(await probe.notes.texts()).toEqual(['act 1']);
  });

  it('under an id that somebody exchanged on the way is refused: the signature covers it (INT-32)', async () => {
    counting();
    const body = sealed(checkToken, hospital.keys, { input, timestamp: clock.now(), requestId: 'mine' });
    expect((await post(probe.coreUrl, body.replace('"requestId":"mine"', '"requestId":"yours"'), hospital.keys)).opened.code).toBe(500036);
    expect(await probe.notes.texts()).toEqual([]);
  });

  it('with other content under the same id is refused, one after the other and at once', async () => {
    counting();
    await verify({ requestId: 'r' });
    const other = await verify({ requestId: 'r', input: { ...input, userName: '贾示例' } });
    expect(other.members).toMatchObject({ code: -2, detail: 'requestId: this request id stands for another request' });
    const together = await Promise.all(['甄一', '甄二', '甄三', '甄四'].map((userName) => verify({ requestId: 's', input: { ...input, userName } })));
    expect(together.map(({ opened }) => opened.code).toSorted((left, right) => left - right)).toEqual([-2, -2, -2, 0]);
    expect((await probe.notes.texts()).length).toBe(2);
  });

  it('is not confused by a caller of another name with the same id', async () => {
    counting();
    expect(flagOf(await verify({ requestId: 'r' }))).toBe('1');
    expect(flagOf(await verify({ requestId: 'r' }, clinic.keys))).toBe('2');
  });

  it('of an unsigned request without an id is a new request', async () => {
    counting();
    const letter = { signType: 'plain' as const, encType: 'plain' as const, requestId: undefined };
    expect([flagOf(await verify(letter)), flagOf(await verify(letter))]).toEqual(['1', '2']);
  });

  it('asks again where nothing was acted: what only reads is answered anew', async () => {
    let count = 0;
    script(() => Promise.resolve({ ...input, flag: String((count += 1)) }));
    expect(flagOf(await verify({ requestId: 'r' }))).toBe('1');
    expect(flagOf(await verify({ requestId: 'r' }))).toBe('2');
    expect(await acts()).toBe(0);
  });
});

describe('a refusal', () => {
  it('that is returned is kept with what was written, and repeated', async () => {
    script(({ act }, notes) => act({ subject: 'x' }, async () => {
      await notes.write('a failure is counted');
      return refuse('passwordWrong', { diagnosis: 'the second of three', faults: [{ field: 'data.password', reason: 'is wrong' }], origin: 'province:44' });
    }));
    for (let time = 0; time < 2; time += 1) {
      expect((await verify({ requestId: 'r' })).members)
        .toMatchObject({ code: 500004, message: '电子凭证密码错误', detail: 'data.password: is wrong; the second of three', origin: 'province:44' });
    }
    expect(await probe.notes.texts()).toEqual(['a failure is counted']);
    expect(await probe.kernel.dataSource.query('SELECT outcome FROM journal_entry')).toEqual([{ outcome: '500004' }]);
  });

  it('that is thrown undoes everything and is not kept: the repeat is judged anew', async () => {
    let refused = true;
    script(({ act }, notes) => act({ subject: 'x' }, async () => {
      await notes.write('written');
      if (refused) throw refuse('tokenInvalid');
      return { ...input, flag: '1' };
    }));
    expect((await verify({ requestId: 'r' })).opened.code).toBe(501001);
    expect([await probe.notes.texts(), await acts()]).toEqual([[], 0]);
    refused = false;
    expect((await verify({ requestId: 'r' })).opened.code).toBe(0);
    expect([await probe.notes.texts(), await acts()]).toEqual([['written'], 1]);
  });

  it('is not made of an unexpected error either', async () => {
    let broken = true;
    script(({ act }, notes) => act({ subject: 'x' }, async () => {
      await notes.write('written');
      if (broken) throw new Error('broken');
      return { ...input, flag: '1' };
    }));
    expect((await verify({ requestId: 'r' })).opened.code).toBe(-1);
    broken = false;
    expect((await verify({ requestId: 'r' })).opened.code).toBe(0);
    expect(await probe.notes.texts()).toEqual(['written']);
  });
});

describe('an answer is kept', () => {
  const kept = async (): Promise<{ expires_at: number | null }[]> => probe.kernel.dataSource.query('SELECT expires_at FROM idempotency_record');
  const forget = (): Promise<number> => probe.kernel.work.run(() => probe.kernel.idempotency.forgetExpired(clock.now()));

  it('as long as its request is fresh, and some time more for a repeat that is under way; then it is stale', async () => {
    counting();
    const body = sealed(checkToken, hospital.keys, { input, timestamp: clock.now(), requestId: 'r' });
    await post(probe.coreUrl, body, hospital.keys);
    clock.advance(WINDOW - 2_000);
    expect(await forget()).toBe(0);
    expect(flagOf(await post(probe.coreUrl, body, hospital.keys))).toBe('1');
    clock.advance(4_000);
    expect(await forget()).toBe(0);
    expect((await post(probe.coreUrl, body, hospital.keys)).members).toMatchObject({ code: -2, detail: expect.stringMatching(/^timestamp: \d+ s behind our clock/) });
    clock.advance(120_000);
    expect(await forget()).toBe(1);
    expect(await kept()).toEqual([]);
    expect(await probe.notes.texts()).toEqual(['act 1']);
  });

  it('as long as a request is fresh whose own clock is ahead of ours', async () => {
    counting();
    const body = sealed(checkToken, hospital.keys, { input, timestamp: clock.now() + WINDOW - 5_000, requestId: 'r' });
    await post(probe.coreUrl, body, hospital.keys);
    clock.advance(2 * WINDOW - 10_000);
    expect(await forget()).toBe(0);
    expect(flagOf(await post(probe.coreUrl, body, hospital.keys))).toBe('1');
    expect(await probe.notes.texts()).toEqual(['act 1']);
  });

  it('for good where the catalogue says so: what the outbox delivers may come a month later', async () => {
    probe.scripts.set('ec.sync.authorization', ({ act }, notes) => act({ subject: 'x' }, async () => { await notes.write('taken'); return { effectiveAt: 7 }; }));
    const record = { authorizationCode: 'A'.repeat(32), channelNumber: 'C'.repeat(32), credentialNumber: 'a'.repeat(64), state: 'granted', changedAt: 1 };
    const send = () => ask(probe.coreUrl, syncAuthorization, national.keys, { input: { record }, timestamp: clock.now(), requestId: 'message' });
    expect((await send()).opened.code).toBe(0);
    clock.advance(30 * 86_400_000);
    expect(await forget()).toBe(0);
    expect((await send()).opened.data).toMatchObject({ effectiveAt: { text: '7' } });
    expect(await probe.notes.texts()).toEqual(['taken']);
  });

  it('in any number: a million expired ones are forgotten in small steps, so that nobody waits for it', async () => {
    await probe.kernel.dataSource.query(
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

  it('under indexes: neither look reads the table', async () => {
    const sent: [string, unknown[]][] = [];
    const { dataSource } = probe.kernel;
    dataSource.logger.logQuery = (query, parameters) => { sent.push([query, (parameters ?? []) as unknown[]]); };
    await probe.kernel.idempotency.find({ caller: 'c', requestId: 'r', bodyHash: 'b', signatureHash: 's' });
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

describe('a kept answer in the database', () => {
  const folder = (): string => mkdtempSync(join(tmpdir(), 'openec-answers-'));

  it('is sealed: no byte of the files tells whom it is about', async () => {
    const at = folder();
    await probe.stop();
    probe = await startProbe(wish({ file: join(at, 'probe.db') }));
    script(({ act }) => act({ subject: input.idNo, facts: { orgId: 'H35020300001' } }, () => Promise.resolve({ ...input, flag: '1' })));
    await verify({ requestId: 'r' });
    await probe.stop();
    const bytes = Buffer.concat(readdirSync(at).map((name) => readFileSync(join(at, name))));
    expect(bytes.length).toBeGreaterThan(10_000);
    for (const canary of [input.idNo, input.userName, Buffer.from(input.userName).toString('base64'), Buffer.from(input.idNo).toString('base64url')]) {
      expect(bytes.includes(canary)).toBe(false);
    }
    rmSync(at, { recursive: true, force: true });
    probe = await startProbe(wish());
  });

  it('is bound to its request: put in the place of another it does not open', async () => {
    counting();
    await verify({ requestId: 'a' });
    await verify({ requestId: 'b', input: { ...input, userName: '贾示例' } });
    await probe.kernel.dataSource.query(`UPDATE idempotency_record SET answer = (SELECT answer FROM idempotency_record WHERE request_id = 'b') WHERE request_id = 'a'`);
    expect((await verify({ requestId: 'a' })).opened.code).toBe(-1);
    expect((await verify({ requestId: 'b', input: { ...input, userName: '贾示例' } })).opened.code).toBe(0);
  });

  it('outlives the process', async () => {
    const file = join(folder(), 'probe.db');
    await probe.stop();
    probe = await startProbe(wish({ file }));
    counting();
    await verify({ requestId: 'r' });
    await probe.stop();
    probe = await startProbe(wish({ file }));
    script(() => Promise.reject(new Error('nobody is asked')));
    expect(flagOf(await verify({ requestId: 'r' }))).toBe('1');
  });
});

describe('a step before the act', () => {
  it('stands although the process ended after it, and the repeat goes on from it', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'openec-step-')), 'probe.db');
    await probe.stop();
    const inSteps: Script = async ({ step, act }, notes) => {
      if (!(await notes.texts()).includes('asked')) await step({ subject: 'x' }, () => notes.write('asked'));
      if (crash) await never(); // the process ends here
      return act({ subject: 'x' }, async () => { await notes.write('done'); return { ...input, flag: '1' }; });
    };
    let crash = true;
    probe = await startProbe(wish({ file, config: { stopGraceMs: 0 } }));
    script(inSteps);
    const lost = verify({ requestId: 'r' }).catch((error: unknown) => error);
    while ((await probe.notes.texts()).length === 0) await sleep(10);
    await probe.stop();
    expect(await lost).toMatchObject({ message: 'fetch failed' });
    crash = false;
    probe = await startProbe(wish({ file }));
    script(inSteps);
    expect((await verify({ requestId: 'r' })).opened.code).toBe(0);
    expect((await verify({ requestId: 'r' })).opened.code).toBe(0);
    expect(await probe.notes.texts()).toEqual(['asked', 'done']);
    expect(await probe.kernel.dataSource.query('SELECT outcome FROM journal_entry ORDER BY sequence')).toEqual([{ outcome: 'step' }, { outcome: 'done' }]);
  });

  it('is journaled and undone as a whole', async () => {
    script(({ step }, notes) => step({ subject: 'x' }, async () => {
      await notes.write('asked');
      throw refuse('tokenInvalid');
    }));
    expect((await verify()).opened.code).toBe(501001);
    expect([await probe.notes.texts(), await acts()]).toEqual([[], 0]);
  });

  it('cannot stand inside the act, nor the act inside a step: neither could be undone alone', async () => {
    script(({ step, act }) => act({ subject: 'x' }, () => step({ subject: 'x' }, () => Promise.resolve({ ...input, flag: '1' }))));
    expect((await verify()).opened.code).toBe(-1);
    script(({ step, act }) => step({ subject: 'x' }, () => act({ subject: 'x' }, () => Promise.resolve({ ...input, flag: '1' }))));
    expect((await verify()).opened.code).toBe(-1);
    expect(await acts()).toBe(0);
  });
});
