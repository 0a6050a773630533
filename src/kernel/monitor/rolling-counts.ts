/**
 * Counts of several kinds over the last steps of time, in a ring of fixed size: old steps are overwritten, nothing grows. A clock that is set back
 * or forward spoils nothing: every step carries its own place in time.
 */
export class RollingCounts {
  private readonly counts: Uint32Array;
  private readonly stepOfSlot: Float64Array;

  /** `columns` kinds of counts, `steps` steps of `stepMs` milliseconds each. */
  constructor(private readonly columns: number, private readonly stepMs: number, private readonly steps: number) {
    this.counts = new Uint32Array(columns * steps);
    this.stepOfSlot = new Float64Array(steps).fill(Number.NEGATIVE_INFINITY);
  }

  /** One more of a kind, at a moment in epoch milliseconds. */
  add(column: number, at: number): void {
    const step = Math.floor(at / this.stepMs);
    const slot = ((step % this.steps) + this.steps) % this.steps;
    if (this.stepOfSlot[slot] !== step) {
      this.stepOfSlot[slot] = step;
      this.counts.fill(0, slot * this.columns, (slot + 1) * this.columns);
    }
    this.counts[slot * this.columns + column] += 1;
  }

  /** The counts of every kind in the step of a moment and the `steps - 1` steps before it. */
  sum(steps: number, at: number): number[] {
    const last = Math.floor(at / this.stepMs);
    const sums = Array.from({ length: this.columns }, () => 0);
    this.stepOfSlot.forEach((step, slot) => {
      if (step > last || step <= last - steps) return;
      for (let column = 0; column < this.columns; column += 1) sums[column] += this.counts[slot * this.columns + column];
    });
    return sums;
  }
}
