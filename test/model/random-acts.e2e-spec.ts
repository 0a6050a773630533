import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { expectJournalsWhole } from '../flows/stage/expectations.js';
import { stories } from './scenes.js';
import { World } from './world.js';

jest.setTimeout(3_600_000);

const runs = Number(process.env['MODEL_RUNS'] ?? 20);
const seed = process.env['MODEL_SEED'];
const path = process.env['MODEL_PATH'];

let world: World;
beforeAll(async () => { world = await World.open(); });
afterAll(() => world.close());

it('random acts of everybody, in three provinces', async () => {
  const began = process.cpuUsage();
  let failedAt: number | undefined;
  await fc.assert(fc.asyncProperty(stories, async (plan) => {
    fc.pre(failedAt === undefined || performance.now() - failedAt < 120_000);
    try {
      await world.tells(plan);
    } catch (error) {
      failedAt ??= performance.now();
      throw error;
    }
  }), { numRuns: runs, ...(seed !== undefined && { seed: Number(seed) }), ...(path !== undefined && { path }) });
  console.log([...world.outcomes].toSorted().map(([k, n]) => `${k} ${n}`).join('\n'), process.cpuUsage(began));
  await expectJournalsWhole(world.tiers);
  expect(true).toBe(true);
});
