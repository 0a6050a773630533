import { AsyncLocalStorage } from 'node:async_hooks';

/** One thing that travels, and what travelled already when it set out. */
interface Luggage {
  readonly owner: object;
  readonly value: unknown;
  readonly outer: Luggage | undefined;
}

/**
 * One storage for everything in the process: Node copies every storage's value into every promise that is made, so each further storage slows
 * all asynchronous work, and a process may hold several tiers with two carried values each.
 */
const luggage = new AsyncLocalStorage<Luggage>();

/** A value that travels with the asynchronous context, apart from those of other instances. */
export class Carried<T> {
  /** Runs `work` with `value`; what it starts and awaits finds the value by {@link current}. */
  run<R>(value: T, work: () => R): R {
    return luggage.run({ owner: this, value, outer: luggage.getStore() }, work);
  }

  /** What the innermost {@link run} of this instance around here was given; undefined outside of any. */
  current(): T | undefined {
    for (let piece = luggage.getStore(); piece !== undefined; piece = piece.outer) {
      if (piece.owner === this) return piece.value as T;
    }
    return undefined;
  }
}
