import { randomBytesOf, randomDigits, randomText } from '../crypto/random.js';
import type { Clock } from './clock.js';

/** Source of every identifier and random text that the system makes itself. Injected, never imported as an instance. */
export interface Ids {
  /** 32 lower-case hex characters: a UUIDv7 without dashes. Later ids of one source sort after earlier ones. */
  id(): string;
  /** `n` uniformly random decimal digits. */
  digits(n: number): string;
  /** `n` uniformly random characters of A-Z and 0-9. */
  upper(n: number): string;
  /** `n` uniformly random characters of the lower-case base32 alphabet a-z and 2-7 (5 bits each). */
  lower(n: number): string;
}

/** Injection token of the {@link Ids}. */
export const IDS = Symbol('Ids');

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz234567';

/** Identifiers from the system's random source, ordered by the given clock. */
export function systemIds(clock: Clock): Ids {
  const order = new TimeOrder();
  return {
    id: () => uuidV7(order.next(Math.trunc(clock.now()))),
    digits: (n) => randomDigits(n),
    upper: (n) => randomText(UPPER, n),
    lower: (n) => randomText(LOWER, n),
  };
}

interface Moment {
  ms: number;
  /** 12 bits: the place among the ids of one millisecond. */
  step: number;
}

/**
 * Strictly rising moments, also when many ids fall into one millisecond or the clock is set back (RFC 9562, 6.2, method 1).
 * Primary keys in rising order keep an index compact; nothing in the system may conclude more from it.
 */
class TimeOrder {
  #last: Moment = { ms: 0, step: 0 };

  next(now: number): Moment {
    this.#last = now > this.#last.ms ? { ms: now, step: firstStep() } : after(this.#last);
    return this.#last;
  }
}

function after({ ms, step }: Moment): Moment {
  return step < 0xfff ? { ms, step: step + 1 } : { ms: ms + 1, step: firstStep() };
}

/** A random start below 1,024 leaves room for three thousand further ids in the same millisecond. */
function firstStep(): number {
  return randomBytesOf(2).readUInt16BE() & 0x3ff;
}

/** RFC 9562, 5.7: 48 bits of milliseconds, version 7, 12 bits of counter, variant 10, 62 random bits. */
function uuidV7({ ms, step }: Moment): string {
  const tail = randomBytesOf(8);
  tail.writeUInt8((tail.readUInt8(0) & 0x3f) | 0x80, 0);
  return ms.toString(16).padStart(12, '0') + (0x7000 | step).toString(16) + tail.toString('hex');
}
