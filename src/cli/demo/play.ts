import type { People } from './cast.js';
import type { Enrolled } from './enrolled.js';
import type { Stage } from './stage.js';
import type { Wire } from './wire.js';

/** What every act has at hand. */
export interface Play {
  readonly stage: Stage;
  readonly wire: Wire;
  readonly enrolled: Enrolled;
  readonly people: People;
}
