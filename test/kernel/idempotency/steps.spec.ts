import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { refuse } from '../../../src/protocol/refusal.js';
import type { Script } from '../dispatch/probe-tier.js';
import { never, sleep } from '../outbox/pair.js';
import { input, RepeatStage } from './repeat-stage.js';

let stage: RepeatStage;
beforeEach(async () => {
  stage = new RepeatStage();
  await stage.start();
});
afterEach(() => stage.probe.stop());

describe('a step before the act', () => {
  it('stands although the process ended after it, and the repeat goes on from it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'openec-step-'));
    const file = join(folder, 'probe.db');
    const inSteps: Script = async ({ step, act }, notes) => {
      if (!(await notes.texts()).includes('asked')) await step({ subject: 'x' }, () => notes.write('asked'));
      if (crash) await never(); // the process ends here
      return act({ subject: 'x' }, async () => { await notes.write('done'); return { ...input, flag: '1' }; });
    };
    let crash = true;
    await stage.restart({ file, config: { stopGraceMs: 0 } });
    stage.script(inSteps);
    const lost = stage.verify({ requestId: 'r' }).catch((error: unknown) => error);
    while ((await stage.probe.notes.texts()).length === 0) await sleep(10);
    await stage.probe.stop();
    expect(await lost).toMatchObject({ message: 'fetch failed' });
    crash = false;
    await stage.start({ file });
    stage.script(inSteps);
    expect((await stage.verify({ requestId: 'r' })).opened.code).toBe(0);
    expect((await stage.verify({ requestId: 'r' })).opened.code).toBe(0);
    expect(await stage.probe.notes.texts()).toEqual(['asked', 'done']);
    expect(await stage.probe.kernel.dataSource.query('SELECT outcome FROM journal_entry ORDER BY sequence')).toEqual([{ outcome: 'step' }, { outcome: 'done' }]);
    rmSync(folder, { recursive: true });
  });

  it('is journaled and undone as a whole', async () => {
    stage.script(({ step }, notes) => step({ subject: 'x' }, async () => {
      await notes.write('asked');
      throw refuse('tokenInvalid');
    }));
    expect((await stage.verify()).opened.code).toBe(501001);
    expect([await stage.probe.notes.texts(), await stage.acts()]).toEqual([[], 0]);
  });

  it('cannot stand inside the act, nor the act inside a step: neither could be undone alone', async () => {
    stage.script(({ step, act }) => act({ subject: 'x' }, () => step({ subject: 'x' }, () => Promise.resolve({ ...input, flag: '1' }))));
    expect((await stage.verify()).opened.code).toBe(-1);
    stage.script(({ step, act }) => step({ subject: 'x' }, () => act({ subject: 'x' }, () => Promise.resolve({ ...input, flag: '1' }))));
    expect((await stage.verify()).opened.code).toBe(-1);
    expect(await stage.acts()).toBe(0);
  });
});
