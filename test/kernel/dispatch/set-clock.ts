import type { Clock } from '../../../src/kernel/clock.js';

/** The machine's clock, moved as far as a test wants. */
export class SetClock implements Clock {
  #ahead = 0;

  now(): number {
    return Date.now() + this.#ahead;
  }

  advance(ms: number): void {
    this.#ahead += ms;
  }
}
