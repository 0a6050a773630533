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
  await fc.assert(fc.asyncProperty(stories, async (plan) => {
    const story = await world.newStory();
    await story.plays(plan);
    await story.ends();
  }), { numRuns: runs, ...(seed !== undefined && { seed: Number(seed) }), ...(path !== undefined && { path }) });
  await expectJournalsWhole(world.tiers);
  expect(true).toBe(true);
});
