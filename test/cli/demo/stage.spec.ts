import { describe, expect, it } from '@jest/globals';
import { HopLog } from '../../../src/cli/demo/hop-log.js';
import { Narrator } from '../../../src/cli/demo/narrator.js';
import { paint } from '../../../src/cli/demo/paint.js';
import { Stage } from '../../../src/cli/demo/stage.js';
import { StoryError } from '../../../src/cli/demo/story-error.js';
import { refuse } from '../../../src/protocol/refusal.js';
import { transactions } from '../../../src/protocol/transactions/index.js';

const TITLE = ['第二幕', 'Act 2'] as const;
const ACT = { title: TITLE, clause: '6.4', plays: ['结算', 'settlement'] } as const;

function stage() {
  const lines: string[] = [];
  const log = new HopLog();
  return { lines, log, stage: new Stage(new Narrator(paint(false), (line) => lines.push(line)), log) };
}

const caught = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => undefined, (error: unknown) => error);

describe('an expectation', () => {
  it('that holds is told with its clause', () => {
    const { stage: on, lines } = stage();
    on.expect(true, ['一码一次', 'one code, one handling'], '4.11');
    expect(lines).toEqual([' ✓ 一码一次（4.11） · one code, one handling']);
  });

  it('that does not hold ends the story, naming act, expectation, clause and what was found', async () => {
    const { stage: on } = stage();
    const error = await caught(on.perform(ACT, async () => on.expect(false, ['合计', 'the shares add up'], '6.4.2.2 c', '1.00 of 2.00 yuan')));
    expect(error).toBeInstanceOf(StoryError);
    expect(error).toMatchObject({ act: TITLE, expectation: 'the shares add up', clause: '6.4.2.2 c', found: '1.00 of 2.00 yuan' });
  });
});

describe('a step that must be refused', () => {
  const words = ['二次扫码', 'a second scan'] as const;
  const scan = (work: () => Promise<unknown>) => {
    const { stage: on } = stage();
    return caught(on.perform(ACT, () => on.refused(words, 'qrCodeInvalid', '4.11', work)));
  };

  it('holds when it is refused with that row of table C.4', async () => {
    expect(await scan(() => Promise.reject(refuse('qrCodeInvalid')))).toBeUndefined();
  });

  it('breaks the story when it succeeds, and when it is refused for another reason', async () => {
    expect(await scan(() => Promise.resolve('decoded'))).toMatchObject({ name: 'StoryError', clause: '4.11', found: 'success' });
    const other = await scan(() => Promise.reject(refuse('forbidden', { diagnosis: 'no such terminal', origin: 'province:35' })));
    expect(other).toMatchObject({ name: 'StoryError', found: expect.stringMatching(/no such terminal; refused by province:35/) });
  });
});

describe('a step', () => {
  it('that fails unexpectedly breaks the story with the words of the step', async () => {
    const { stage: on } = stage();
    const error = await caught(on.perform(ACT, () => on.step(['扫码', 'the hospital scans'], () => Promise.reject(refuse('timeout')))));
    expect(error).toMatchObject({ name: 'StoryError', expectation: 'the hospital scans', clause: '6.4', found: expect.stringMatching(/^-3 /) });
  });

  it('waits for what is delivered later, and counts only what succeeded in it', async () => {
    const { stage: on, log } = stage();
    const hop = (to: string, code: number) => log.observe({ zone: 'core', from: 'national', to, transType: 'ec.sync.activation', clause: '6.1.2.3 c', code, text: '', ms: 1 });
    hop('province:44', 0);
    const row = transactions.syncActivation;
    await on.step(['激活', 'activation'], async () => {
      hop('province:35', -1);
      setTimeout(() => hop('province:35', 0), 30);
      await on.arrivals([{ row, to: 'province:35' }]);
    });
    expect([on.took({ row, to: 'province:35' }), on.took({ row, to: 'province:44' }), on.took({ row, to: 'province:35', times: 2 })]).toEqual([true, false, false]);
  });

  it('shows once what was delivered between it and the step before, which counts for the act and not for the step', async () => {
    const { stage: on, log, lines } = stage();
    const row = transactions.syncNotice;
    const notice = () => log.observe({ from: 'national', to: 'province:35', zone: 'core', transType: row.transType, clause: '6.3.2.2 d', code: 0, text: '', ms: 1 });
    notice();
    await on.perform(ACT, async () => {
      const shown = () => lines.filter((line) => line.includes('ec.sync.notice')).length;
      await on.step(['结算', 'the hospital settles'], () => Promise.resolve());
      expect([shown(), on.took({ row }, 'act')]).toEqual([1, false]);
      notice();
      await on.step(['扫码', 'the hospital scans'], () => Promise.resolve());
      expect([shown(), on.took({ row }, 'act'), on.took({ row })]).toEqual([2, true, false]);
      await on.arrivals([{ row }], 'act');
    });
  });
});
