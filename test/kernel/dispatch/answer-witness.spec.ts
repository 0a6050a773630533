import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { UnjournaledAnswer } from '../../../src/kernel/dispatch/answer-witness.js';
import { refuse } from '../../../src/protocol/refusal.js';
import { checkToken, hospital, input, RepeatStage } from '../idempotency/repeat-stage.js';
import { drawCaller } from './probe-callers.js';
import { post, sealed } from './wire.js';

let stage: RepeatStage;
let told: UnjournaledAnswer[];
let witness: (answer: UnjournaledAnswer) => Promise<void>;
beforeEach(async () => {
  told = [];
  witness = async (answer) => { told.push(answer); };
  stage = new RepeatStage();
  await stage.start({ witness: { witness: (answer) => witness(answer) } });
});
afterEach(() => stage.probe.stop());

const answer = { ...input, flag: '1' };
const heard = () => told.map(({ caller, transType, code, facts }) => ({ caller: caller.name, transType, code, facts }));
const ofHospital = { caller: hospital.caller.name, transType: 'ec.verify' };

describe('the witness of answers', () => {
  it('hears of an answer that changed nothing, with what the handler noted', async () => {
    stage.script(({ note }) => {
      note({ businessType: '01301' });
      note({ channelNumber: 'C' });
      return Promise.resolve(answer);
    });
    await stage.verify();
    expect(heard()).toEqual([{ ...ofHospital, code: 0, facts: { businessType: '01301', channelNumber: 'C' } }]);
  });

  it('hears of a refusal that was thrown, with what it is about, also from inside an act', async () => {
    stage.script(() => Promise.reject(refuse('qrCodeInvalid', { about: { channelNumber: 'C' } })));
    expect((await stage.verify()).raw).not.toContain('channelNumber');
    stage.script(({ act }) => act({ subject: 'x' }, () => Promise.reject(refuse('tokenInvalid'))));
    await stage.verify();
    expect(heard()).toEqual([{ ...ofHospital, code: 500049, facts: { channelNumber: 'C' } }, { ...ofHospital, code: 501001, facts: {} }]);
  });

  it('hears of what is refused before a handler is reached, and of our own faults', async () => {
    await stage.verify({ input: { ...input, idType: '77' } });
    await post(stage.probe.coreUrl, sealed(checkToken, hospital.keys, { input, transType: 'ec.nothing', timestamp: stage.clock.now() }), hospital.keys);
    stage.script(() => Promise.reject(new Error('a fault of ours')));
    await stage.verify();
    expect(heard()).toEqual([
      { ...ofHospital, code: -2, facts: {} }, { ...ofHospital, transType: undefined, code: 500021, facts: {} }, { ...ofHospital, code: -1, facts: {} },
    ]);
  });

  it('hears nothing of acts: their answers stand in the journal, those that are refusals too', async () => {
    stage.script(({ act }) => act({ subject: 'x' }, () => Promise.resolve(answer)));
    await stage.verify();
    stage.script(({ act }) => act({ subject: 'x' }, () => Promise.resolve(refuse('passwordWrong'))));
    await stage.verify();
    expect(heard()).toEqual([]);
    expect(await stage.acts()).toBe(2);
  });

  it('hears of a repeat nothing, of another request under its id that it was refused', async () => {
    stage.counting();
    await stage.verify({ requestId: 'one' });
    await stage.verify({ requestId: 'one' });
    await stage.verify({ requestId: 'one', input: { ...input, ecToken: 'u' } });
    expect(heard()).toEqual([{ ...ofHospital, code: -2, facts: {} }]);
  });

  it('hears nothing of requests that nobody has signed', async () => {
    const impostor = drawCaller('institution', hospital.caller.ownerId);
    const keys = { ...impostor.keys, appId: hospital.keys.appId };
    expect((await stage.verify({}, keys)).members.code).toBe(500036);
    expect(heard()).toEqual([]);
  });

  it('keeps the answer in the house until it has heard', async () => {
    const order: string[] = [];
    witness = async () => {
      await pause(50);
      order.push('written');
    };
    stage.script(() => Promise.resolve(answer));
    expect((await stage.verify()).members.code).toBe(0);
    order.push('answered');
    expect(order).toEqual(['written', 'answered']);
  });

  it('lets nothing out that it could not write down: the caller gets -1, and it is told once', async () => {
    const tries: number[] = [];
    witness = ({ code }) => { tries.push(code); return Promise.reject(new Error('disk full')); };
    stage.script(() => Promise.resolve(answer));
    expect((await stage.verify()).members.code).toBe(-1);
    stage.script(() => Promise.reject(refuse('tokenInvalid')));
    expect((await stage.verify()).members.code).toBe(-1);
    expect(tries).toEqual([0, 501001]);
  });
});

describe('facts of an act', () => {
  const facts = async (): Promise<object[]> => (
    (await stage.probe.kernel.journal.entriesAfter(0, 10)).map(({ outcome, detail }) => ({ outcome, ...(JSON.parse(detail) as object) }))
  );

  it('may come to light in the work, and are asked inside its unit of work; not of a refusal', async () => {
    const { work } = stage.probe.kernel;
    const deed = { subject: 'x', facts: { before: 1 }, factsOf: ({ flag }: { flag: string }) => ({ flag, inside: work.isOpen ? 1 : 0 }) };
    stage.script(({ act }) => act(deed, () => Promise.resolve(answer)));
    await stage.verify({ requestId: 'done' });
    stage.script(({ act }) => act(deed, () => Promise.resolve(refuse('passwordWrong'))));
    await stage.verify({ requestId: 'refused' });
    expect(await facts()).toEqual([
      { outcome: 'done', before: 1, flag: '1', inside: 1, requestId: 'done' }, { outcome: '500004', before: 1, requestId: 'refused' },
    ]);
  });
});
