import { Refusal } from '../../protocol/refusal.js';
import type { Clock } from '../clock.js';

/** How the calls to one other machine have gone since this tier started; times in epoch milliseconds, undefined before the first of its kind. */
export interface Contact {
  readonly name: string;
  /** `peer` speaks our envelope, `outside` does not. */
  readonly kind: 'peer' | 'outside';
  readonly calls: number;
  readonly failures: number;
  readonly failuresInRow: number;
  readonly failingSince: number | undefined;
  readonly lastSuccessAt: number | undefined;
  readonly lastFailureAt: number | undefined;
  /** Why the last call failed; undefined where it did not. In words for everybody who may ask for our health: without addresses. */
  readonly failure: string | undefined;
  /** How long the last answer took, milliseconds. */
  readonly roundTripMs: number | undefined;
}

/** In words why the machine is at fault, or undefined where an error says that it answered: a refusal, say. */
export type FailureOf = (error: unknown) => string | undefined;

/** Of adapters that say every silence of an outside system as a refusal of our own; one with an origin is the system's, and so an answer. */
export function outsideFailure(error: unknown): string | undefined {
  if (!(error instanceof Refusal)) return error instanceof Error ? error.name : 'failed';
  return error.origin === undefined ? error.message : undefined;
}

/** Remembers how calls to other machines go, by what really was asked of them: nobody is called to be tried out (INT-98). */
export class Contacts {
  private readonly known = new Map<string, Contact>();

  constructor(private readonly clock: Clock) {}

  /** Every machine that is known, called or not. */
  all(): Contact[] {
    return [...this.known.values()];
  }

  find(name: string): Contact | undefined {
    return this.known.get(name);
  }

  /** Makes a machine known before its first call. */
  expect(name: string, kind: Contact['kind']): void {
    this.known.set(name, {
      name, kind, calls: 0, failures: 0, failuresInRow: 0,
      failingSince: undefined, lastSuccessAt: undefined, lastFailureAt: undefined, failure: undefined, roundTripMs: undefined,
    });
  }

  /** Makes a call and remembers how it went. A machine that nobody expected is not remembered. */
  async watch<T>(name: string, call: () => Promise<T>, failureOf: FailureOf): Promise<T> {
    const began = performance.now();
    try {
      const answer = await call();
      this.note(name, undefined, performance.now() - began);
      return answer;
    } catch (error) {
      this.note(name, failureOf(error), performance.now() - began);
      throw error;
    }
  }

  private note(name: string, failure: string | undefined, ms: number): void {
    const was = this.known.get(name);
    if (was === undefined) return;
    const at = this.clock.now();
    const calls = was.calls + 1;
    this.known.set(name, failure === undefined
      ? { ...was, calls, failuresInRow: 0, failingSince: undefined, failure, lastSuccessAt: at, roundTripMs: ms }
      : {
        ...was, calls, failure, failures: was.failures + 1, failuresInRow: was.failuresInRow + 1, failingSince: was.failingSince ?? at, lastFailureAt: at,
      });
  }
}
