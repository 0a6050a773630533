import { systemClock, type Clock } from '../../../src/kernel/clock.js';

/** The clock of a stage: runs like the machine's own unless it stands, and leaps when a test says that time passes. */
export class StageClock implements Clock {
  private ahead = 0;

  /** `standingAt`: stands still there, and leaps only. */
  constructor(private readonly standingAt?: number) {}

  now(): number {
    return (this.standingAt ?? systemClock.now()) + this.ahead;
  }

  /** Lets time pass at once, for everybody on the stage. */
  passes(time: { ms?: number; seconds?: number; minutes?: number }): void {
    this.ahead += (time.ms ?? 0) + (time.seconds ?? 0) * 1_000 + (time.minutes ?? 0) * 60_000;
  }
}
