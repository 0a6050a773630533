import { expect } from '@jest/globals';
import { returnCodes, type ReturnCodeName } from '../../../src/protocol/dictionaries/return-codes.js';
import { Refusal } from '../../../src/protocol/refusal.js';
import { hiddenIn, textOf, type Shown } from './browser.js';
import { changesBetween, snapshot, type Changes, type Snapshot } from './snapshot.js';
import type { Stage } from './stage.js';
import type { StageTier } from './stage-tier.js';

export interface RefusalTraits {
  /** The field of the request that the detail must name, such as `data.idNo`. */
  readonly naming?: string;
  /** What the detail must say besides. */
  readonly because?: string | RegExp;
  /** The machine that refused, where another relayed it; without it the refusal must carry none. */
  readonly origin?: string;
}

/** The act is refused with this row of table C.4: its number, its exact Chinese text, and whatever else is said here. */
export async function expectRefusal(
  act: Promise<unknown>, name: Exclude<ReturnCodeName, 'success'>, { naming, because, origin }: RefusalTraits = {},
): Promise<void> {
  const outcome = await act.then((value: unknown) => ({ done: value }), (error: unknown) => error);
  if (!(outcome instanceof Refusal)) throw new Error(`expected ${name}, got ${outcome instanceof Error ? outcome.stack : JSON.stringify(outcome)}`);
  const { code, text } = outcome.returnCode;
  const { diagnosis } = outcome;
  expect({ code, text, diagnosis, origin: outcome.origin })
    .toEqual({ code: returnCodes[name].code, text: returnCodes[name].text, diagnosis, origin });
  if (naming !== undefined) expect(diagnosis).toContain(`${naming}: `);
  if (because !== undefined) expect(diagnosis).toMatch(because);
}

/** Nothing at all has changed in any database of the stage since the snapshot. */
export async function expectUnchanged(stage: Stage, before: Snapshot): Promise<void> {
  await expectChanges(stage, before, {});
}

/** These tables have changed, in this way, and no other: `{ 'province:35 qr_code': 1, 'province:35 display': 'rewritten' }`. */
export async function expectChanges(stage: Stage, before: Snapshot, changes: Changes): Promise<void> {
  await stage.converged();
  expect(changesBetween(before, await snapshot(stage.tiers))).toEqual(changes);
}

/** The act is refused and nothing has happened anywhere. */
export async function expectRefusedWithoutTrace(
  stage: Stage, act: () => Promise<unknown>, name: Exclude<ReturnCodeName, 'success'>, traits?: RefusalTraits,
): Promise<void> {
  await stage.converged();
  const before = await snapshot(stage.tiers);
  await expectRefusal(act(), name, traits);
  await expectUnchanged(stage, before);
}

/** The page says why it does not go on, with this code of table C.4, and asks for nothing. */
export function expectProblem(page: Shown, status: number, code: string): void {
  expect({ status: page.status, text: textOf(page), form: hiddenIn(page) }).toEqual({ status, text: expect.stringContaining(code), form: {} });
}

/** The journals of these tiers are whole. */
export async function expectJournalsWhole(tiers: readonly StageTier[]): Promise<void> {
  for (const { name, kernel } of tiers) {
    const verdict = await kernel.journal.verify();
    expect({ name, ...verdict }).toMatchObject({ name, ok: true });
  }
}
