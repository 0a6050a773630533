import { MINUTE } from './words.js';

const BORNE = 5;
const LOCK = 30 * MINUTE;

/** INT-42: failures in a row; the fifth locks for half an hour, and a lock that is over has forgiven everything. */
export class Tries {
  private failures = 0;
  private lockedUntil = 0;

  isLocked(now: number): boolean {
    return now < this.lockedUntil;
  }

  /** Whether it passes. While locked the right one is refused too. */
  judge(right: boolean, now: number): boolean {
    if (this.isLocked(now)) return false;
    this.failures = right ? 0 : this.failures + 1;
    if (this.failures === BORNE) this.lock(now);
    return right;
  }

  forgive(): void {
    this.failures = 0;
    this.lockedUntil = 0;
  }

  private lock(now: number): void {
    this.failures = 0;
    this.lockedUntil = now + LOCK;
  }
}
