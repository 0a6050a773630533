import fc from 'fast-check';
import { verb } from '../act.js';
import { CODE_LIVES, MINUTE, REQUEST_IS_FRESH, SECOND, TOKEN_LIVES } from '../reference/words.js';

/** Up to an edge or beyond it: of a code, of a request, of a token, a display, a handling or a lock, of replaced keys. */
const leaps = [10 * SECOND, CODE_LIVES - 2 * SECOND, CODE_LIVES - SECOND, CODE_LIVES, REQUEST_IS_FRESH, TOKEN_LIVES - 2 * SECOND, TOKEN_LIVES, 61 * MINUTE];

/** Time passes for everybody. */
export const timePasses = verb(fc.record({ ms: fc.constantFrom(...leaps) }), ({ stage }, { ms }) => ({
  says: `${ms / SECOND} seconds pass`,
  foresees: () => ({}),
  async performs() {
    stage.clock.passes({ ms });
  },
}));
