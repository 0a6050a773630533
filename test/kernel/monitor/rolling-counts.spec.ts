import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RollingCounts } from '../../../src/kernel/monitor/rolling-counts.js';

const STEP_MS = 10;
const STEPS = 6;
const COLUMNS = 3;

/** A clock that mostly walks, and sometimes leaps forward or back. */
const moments = fc.array(fc.record({
  by: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 15 }) }, fc.integer({ min: -500, max: 500 })),
  column: fc.nat({ max: COLUMNS - 1 }),
}), { maxLength: 200 });

describe('counts in a ring', () => {
  it('are those of the last steps, whatever the clock does: as a list that forgets nothing but what was overwritten would say', () => {
    fc.assert(fc.property(moments, fc.integer({ min: 1, max: STEPS }), (additions, steps) => {
      const ring = new RollingCounts(COLUMNS, STEP_MS, STEPS);
      const slots = new Map<number, { step: number; counts: number[] }>();
      let at = 1_000_000;
      for (const { by, column } of additions) {
        at += by;
        ring.add(column, at);
        const step = Math.floor(at / STEP_MS);
        const held = slots.get(step % STEPS);
        const slot = held?.step === step ? held : { step, counts: [0, 0, 0] };
        slot.counts[column] += 1;
        slots.set(step % STEPS, slot);
      }
      const last = Math.floor(at / STEP_MS);
      const counted = [...slots.values()].filter(({ step }) => step <= last && step > last - steps);
      expect(ring.sum(steps, at)).toEqual([0, 1, 2].map((column) => counted.reduce((sum, { counts }) => sum + counts[column], 0)));
    }));
  });

  it('hold all of it while the clock walks, and nothing once it has passed', () => {
    const ring = new RollingCounts(COLUMNS, STEP_MS, STEPS);
    for (let ms = 0; ms < STEP_MS * STEPS; ms += 1) ring.add(1, 5_000 + ms);
    expect(ring.sum(STEPS, 5_000 + STEP_MS * STEPS - 1)).toEqual([0, STEP_MS * STEPS, 0]);
    expect(ring.sum(2, 5_000 + STEP_MS * STEPS - 1)).toEqual([0, 2 * STEP_MS, 0]);
    expect(ring.sum(STEPS, 5_000 + 2 * STEP_MS * STEPS)).toEqual([0, 0, 0]);
  });
});
