import fc from 'fast-check';
import type { How } from '../flows/stage/speaker.js';
import type { Stage } from '../flows/stage/stage.js';
import type { Nation } from './reference/nation.js';

/** What the model says will come of an act; a refusal is thrown (`Refused`). */
export interface Foreseen<A> {
  /** What stands in the answer, whatever else does. */
  readonly tells?: object;
  /** Takes down what only the answer can know (codes, tokens, numbers). Throws where the answer cannot be. */
  learns?(answer: A): void;
}

/** What a repeat of the same request meets before anything else, and whether a success is kept for it (INT-22) or asked anew. */
export interface Repeat {
  readonly success: 'kept' | 'asked anew';
  /** The caller is let in as ever. Throws `Refused`. */
  admits(): void;
}

/** One act of somebody, with what the model says of it. */
export interface Act<A = unknown> {
  /** A sentence for whoever reads the story. */
  readonly says: string;
  /** Carries the act out in the model. */
  foresees(): Foreseen<A>;
  /** Carries it out in the system. */
  performs(how: How): Promise<A>;
  /** Absent where the act is more than one request, or none. */
  readonly repeat?: Repeat;
}

/** What an act is played on: the model, and the stage with the system. */
export interface Scene {
  readonly nation: Nation;
  readonly stage: Stage;
  /** What was played before. */
  readonly played: readonly Played[];
  /** Mail between the tiers is kept back, or let go. */
  readonly mail: { waits(): void; arrives(): Promise<void> };
}

/** An act that was played, as it can be repeated. */
export interface Played {
  readonly act: Act;
  readonly how: How & { readonly timestamp: number };
  /** The answer, or why there was none. */
  readonly came: { readonly answer: unknown } | { readonly reason: string; readonly kept: boolean };
}

/** A kind of act: numbers say which of the persons, codes, places … at hand are meant. */
export interface Verb<P> {
  readonly picks: fc.Arbitrary<P>;
  /** Undefined where there is nothing yet that it could be about. */
  readonly act: (this: void, scene: Scene, picks: P) => Act | undefined;
}

/** A kind of act. */
export const verb = <P>(picks: fc.Arbitrary<P>, act: Verb<P>['act']): Verb<P> => ({ picks, act });

/** An act as it is drawn, before anybody knows what will be at hand. */
export interface Planned {
  readonly verb: string;
  act(scene: Scene): Act | undefined;
}

/** Which one of a list, counted from the last: what came last is meant most of the time. */
export const which = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat({ max: 9 }) });

/** Any one of a list. */
export const any = fc.nat({ max: 59 });

/** Null but for once in so many times. */
export const nowAndThen = <T>(arbitrary: fc.Arbitrary<T>, times = 9): fc.Arbitrary<T | null> => (
  fc.oneof({ weight: times - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary })
);

/** True once in so many. */
export const oneIn = (times: number): fc.Arbitrary<boolean> => fc.nat({ max: times - 1 }).map((drawn) => drawn === times - 1);

/** The one that `which` or `any` means; undefined in an empty list. */
export const picked = <T>(list: readonly T[], number: number): T | undefined => list[list.length - 1 - (number % list.length)];

/** The same for a list that is never empty. */
export function chosen<T>(list: readonly T[], number: number): T {
  const one = picked(list, number);
  if (one === undefined) throw new Error('nothing to choose from');
  return one;
}

/** Draws one act of a verb. */
export function planned<P>(name: string, play: Verb<P>['act'], picks: fc.Arbitrary<P>): fc.Arbitrary<Planned> {
  return picks.map((drawn) => ({ verb: name, act: (scene: Scene) => play(scene, drawn), [fc.toStringMethod]: () => `${name} ${JSON.stringify(drawn)}` }));
}
