import { refuse } from '../../protocol/refusal.js';
import type { Clock } from '../clock.js';

const MINUTE = 60_000;
const PER_APPLICATION = 6;
const IN_ALL = 120;

/**
 * INT-111: a request whose signature matches no known form of its caller may be tried against every other form, which costs up to eighty verifications. So
 * many searches are made in a minute for one application, and for all of them together; further ones are refused with `-6`. A search counts as one
 * whatever it found to try, also for cipher text that does not open: what is left of the budget says nothing about data.
 */
export class FormSearches {
  private minute = 0;
  private inAll = 0;
  private readonly byApplication = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** Takes one search, or refuses. */
  take(appId: string): void {
    const now = this.clock.now();
    this.begin(Math.floor(now / MINUTE));
    const taken = this.byApplication.get(appId) ?? 0;
    if (taken >= PER_APPLICATION || this.inAll >= IN_ALL) throw usedUp(Math.ceil((MINUTE - (now % MINUTE)) / 1000));
    this.byApplication.set(appId, taken + 1);
    this.inAll += 1;
  }

  private begin(minute: number): void {
    if (minute === this.minute) return;
    this.minute = minute;
    this.inAll = 0;
    this.byApplication.clear();
  }
}

function usedUp(seconds: number) {
  const reason = `matches no form that is known of this application; other forms are tried again in ${seconds} s`;
  return refuse('rateLimited', { faults: [{ field: 'signData', reason }] });
}
