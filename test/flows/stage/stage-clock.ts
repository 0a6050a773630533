import { chinaDate, systemClock, type Clock } from '../../../src/kernel/clock.js';

const DAY_MS = 86_400_000;

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

  /** Lets time pass until a moment of the next day in China, such as `09:00`. Gives that day. */
  passesUntilTomorrow(moment: string): string {
    const [hour = 0, minute = 0] = moment.split(':').map(Number);
    const now = this.now() + 8 * 3_600_000;
    this.passes({ ms: DAY_MS - (now % DAY_MS) + (hour * 60 + minute) * 60_000 });
    return chinaDate(this.now());
  }
}
