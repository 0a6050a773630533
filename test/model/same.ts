import { expect } from '@jest/globals';

/** What the system has and what the model says are the same; throws a difference to be read. */
export function expectSame(system: unknown, model: unknown): void {
  expect(system).toEqual(model);
}
