import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { refuse } from '../../../src/protocol/refusal.js';
import { post, sealed } from '../dispatch/wire.js';
import { checkToken, clinic, flagOf, hospital, input, RepeatStage } from './repeat-stage.js';

let stage: RepeatStage;
beforeEach(async () => {
  stage = new RepeatStage();
  await stage.start();
});
afterEach(() => stage.probe.stop());

describe('INT-22: a repeat of a request', () => {
  it('gets the answer of the first, newly signed for it, and nothing happens twice', async () => {
    stage.counting();
    const requestId = 'one-and-the-same';
    const answers = [await stage.verify({ requestId }), await stage.verify({ requestId }), await stage.verify({ requestId })];
    expect(answers.map(flagOf)).toEqual(['1', '1', '1']);
    expect(answers.every(({ opened }) => opened.trusted)).toBe(true);
    expect(new Set(answers.map(({ members }) => members.signData)).size).toBe(3);
    expect(await stage.probe.notes.texts()).toEqual(['act 1']);
    expect(await stage.acts()).toBe(1);
  });

  it('is one also where 50 of them come at once', async () => {
    stage.counting();
    const bodies = Array.from({ length: 50 }, () => sealed(checkToken, hospital.keys, { input, timestamp: stage.clock.now(), requestId: 'all-at-once' }));
    const answers = await Promise.all(bodies.map((body) => post(stage.probe.coreUrl, body, hospital.keys)));
    expect(answers.map(({ opened }) => [opened.trusted, opened.code, opened.data.flag])).toEqual(Array.from({ length: 50 }, () => [true, 0, '1']));
    expect(await stage.probe.notes.texts()).toEqual(['act 1']);
    expect(await stage.acts()).toBe(1);
  });

  it('is known by its signature where it carries no id, byte for byte', async () => {
    stage.counting();
    const body = sealed(checkToken, hospital.keys, { input, timestamp: stage.clock.now(), requestId: undefined });
    const answers = [await post(stage.probe.coreUrl, body, hospital.keys), await post(stage.probe.coreUrl, body, hospital.keys)];
    expect(answers.map(({ members }) => members.code)).toEqual([0, 0]);
    expect(await stage.probe.notes.texts()).toEqual(['act 1']);
  });

  it('is known by its signature also where somebody put another id to it, and refused', async () => {
    stage.counting();
    const bare = sealed(checkToken, hospital.keys, { input, timestamp: stage.clock.now(), requestId: undefined });
    const under = (requestId: string) => post(stage.probe.coreUrl, bare.replace('{', `{"extra":{"requestId":"${requestId}"},`), hospital.keys);
    expect((await under('mine')).opened.code).toBe(0);
    expect((await under('yours')).members).toMatchObject({ code: -2, detail: 'requestId: this signature was used with another request id' });
    expect((await post(stage.probe.coreUrl, bare, hospital.keys)).members).toMatchObject({ code: -2 });
    expect(flagOf(await under('mine'))).toBe('1');
    expect(await stage.probe.notes.texts()).toEqual(['act 1']);
  });

  it('under an id that somebody exchanged on the way is refused: the signature covers it (INT-32)', async () => {
    stage.counting();
    const body = sealed(checkToken, hospital.keys, { input, timestamp: stage.clock.now(), requestId: 'mine' });
    expect((await post(stage.probe.coreUrl, body.replace('"requestId":"mine"', '"requestId":"yours"'), hospital.keys)).opened.code).toBe(500036);
    expect(await stage.probe.notes.texts()).toEqual([]);
  });

  it('with other content under the same id is refused, one after the other and at once', async () => {
    stage.counting();
    await stage.verify({ requestId: 'r' });
    const other = await stage.verify({ requestId: 'r', input: { ...input, userName: '贾示例' } });
    expect(other.members).toMatchObject({ code: -2, detail: 'requestId: this request id stands for another request' });
    const together = await Promise.all(['甄一', '甄二', '甄三', '甄四'].map((userName) => stage.verify({ requestId: 's', input: { ...input, userName } })));
    expect(together.map(({ opened }) => opened.code).toSorted((left, right) => left - right)).toEqual([-2, -2, -2, 0]);
    expect((await stage.probe.notes.texts()).length).toBe(2);
  });

  it('is not confused by a caller of another name with the same id', async () => {
    stage.counting();
    expect(flagOf(await stage.verify({ requestId: 'r' }))).toBe('1');
    expect(flagOf(await stage.verify({ requestId: 'r' }, clinic.keys))).toBe('2');
  });

  it('of an unsigned request without an id is a new request', async () => {
    stage.counting();
    const letter = { signType: 'plain' as const, encType: 'plain' as const, requestId: undefined };
    expect([flagOf(await stage.verify(letter)), flagOf(await stage.verify(letter))]).toEqual(['1', '2']);
  });

  it('asks again where nothing was acted: what only reads is answered anew', async () => {
    let count = 0;
    stage.script(() => Promise.resolve({ ...input, flag: String((count += 1)) }));
    expect(flagOf(await stage.verify({ requestId: 'r' }))).toBe('1');
    expect(flagOf(await stage.verify({ requestId: 'r' }))).toBe('2');
    expect(await stage.acts()).toBe(0);
  });
});

describe('a refusal', () => {
  it('that is returned is kept with what was written, and repeated', async () => {
    stage.script(({ act }, notes) => act({ subject: 'x' }, async () => {
      await notes.write('a failure is counted');
      return refuse('passwordWrong', { diagnosis: 'the second of three', faults: [{ field: 'data.password', reason: 'is wrong' }], origin: 'province:44' });
    }));
    for (let time = 0; time < 2; time += 1) {
      expect((await stage.verify({ requestId: 'r' })).members)
        .toMatchObject({ code: 500004, message: '电子凭证密码错误', detail: 'data.password: is wrong; the second of three', origin: 'province:44' });
    }
    expect(await stage.probe.notes.texts()).toEqual(['a failure is counted']);
    expect(await stage.probe.kernel.dataSource.query('SELECT outcome FROM journal_entry')).toEqual([{ outcome: '500004' }]);
  });

  it('that is thrown undoes everything and is not kept: the repeat is judged anew', async () => {
    let refused = true;
    stage.script(({ act }, notes) => act({ subject: 'x' }, async () => {
      await notes.write('written');
      if (refused) throw refuse('tokenInvalid');
      return { ...input, flag: '1' };
    }));
    expect((await stage.verify({ requestId: 'r' })).opened.code).toBe(501001);
    expect([await stage.probe.notes.texts(), await stage.acts()]).toEqual([[], 0]);
    refused = false;
    expect((await stage.verify({ requestId: 'r' })).opened.code).toBe(0);
    expect([await stage.probe.notes.texts(), await stage.acts()]).toEqual([['written'], 1]);
  });

  it('is not made of an unexpected error either', async () => {
    let broken = true;
    stage.script(({ act }, notes) => act({ subject: 'x' }, async () => {
      await notes.write('written');
      if (broken) throw new Error('broken');
      return { ...input, flag: '1' };
    }));
    expect((await stage.verify({ requestId: 'r' })).opened.code).toBe(-1);
    broken = false;
    expect((await stage.verify({ requestId: 'r' })).opened.code).toBe(0);
    expect(await stage.probe.notes.texts()).toEqual(['written']);
  });
});

