import { afterAll, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { expectJournalsWhole } from '../flows/stage/expectations.js';
import type { Planned } from './act.js';
import { stories } from './scenes.js';
import type { verbs } from './verbs.js';
import { World } from './world.js';

/** `MODEL_RUNS` stories in all, `MODEL_SEED` and `MODEL_PATH` of one to be told again: docs/testing.md. */
const { MODEL_RUNS, MODEL_SEED, MODEL_PATH, MODEL_SHORTENING_MS } = process.env;
const USUAL_RUNS = '300';

/** A database that has grown makes every story slow. */
const STORIES_OF_A_WORLD = 500;
const SHORTENING_MS = Number(MODEL_SHORTENING_MS ?? 180_000);

/** What a story that proves anything does: over some hundred stories each of these is done, however they are drawn. */
const backbone: readonly (keyof typeof verbs)[] = [
  'activates', 'authorizes', 'changesAuthorization', 'changesIdentity', 'showsCode', 'scans', 'checksToken', 'previews', 'settles', 'reverses', 'hasHandled',
  'tellsPlaces', 'changesChannel', 'changesInstitution', 'timePasses', 'mailArrives', 'repeats',
];

/** Worlds that are opened one after the other, so that none grows too large. */
class Worlds {
  private world: World | undefined;
  private told = 0;
  readonly outcomes = new Map<string, number>();

  async tell(plan: readonly Planned[]): Promise<void> {
    if (this.told > 0 && this.told % STORIES_OF_A_WORLD === 0) await this.endWorld();
    this.world ??= await World.open(this.outcomes);
    this.told += 1;
    try {
      await this.world.tells(plan);
    } catch (error) {
      // Where not even the mail gets through any more, the next story needs another world.
      await this.world.settles().catch(() => this.close(false));
      throw error;
    }
  }

  private async endWorld(): Promise<void> {
    await this.close();
    if (MODEL_RUNS !== undefined) process.stdout.write(`${this.told} stories told\n`);
  }

  /** The journals of a world that has come to a good end are whole. */
  async close(well = true): Promise<void> {
    const { world } = this;
    this.world = undefined;
    if (world !== undefined && well) await expectJournalsWhole(world.tiers);
    await world?.close();
  }
}

/** The files that share the stories, each on a core of its own. */
const SHARES = 2;

/** Plays one share of the stories, the first or the second. */
export function playRandomActs(nth: 0 | 1): void {
  jest.setTimeout(24 * 3_600_000);
  const worlds = new Worlds();
  afterAll(() => worlds.close(false));

  it('whatever comes to anybody\'s mind, the system answers as the model of the standard says', async () => {
    const numRuns = Math.ceil(Number(MODEL_RUNS ?? USUAL_RUNS) / SHARES);
    let cameApartAt: number | undefined;
    const property = fc.asyncProperty(stories, async (plan) => {
      // What is found is made shorter for a while, not for ever.
      fc.pre(cameApartAt === undefined || performance.now() - cameApartAt < SHORTENING_MS);
      try {
        await worlds.tell(plan);
      } catch (error) {
        cameApartAt ??= performance.now();
        throw error;
      }
    });
    // Two shares of one seed are different stories; one that is told again is told by its own seed.
    const seed = MODEL_SEED === undefined ? undefined : Number(MODEL_SEED) + (MODEL_PATH === undefined ? nth : 0);
    await fc.assert(property, { numRuns, seed, path: MODEL_PATH });
    await worlds.close();
    if (MODEL_PATH === undefined && numRuns >= 100) expect(backbone.filter((name) => !worlds.outcomes.has(`${name}: done`))).toEqual([]);
    if (MODEL_RUNS !== undefined) process.stdout.write(`${tableOf(worlds.outcomes)}\n`);
  });
}

const tableOf = (outcomes: ReadonlyMap<string, number>): string => (
  [...outcomes].map(([outcome, times]) => `${outcome.padEnd(60)} ${times}`).toSorted((one, other) => (one < other ? -1 : 1)).join('\n')
);
