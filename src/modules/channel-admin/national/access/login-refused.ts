import { returnCodes } from '../../../../protocol/dictionaries/return-codes.js';
import { Refusal, refuse } from '../../../../protocol/refusal.js';

/** Name and password do not open the door; never says which of them, nor whether anybody has that name. */
export class LoginRefused extends Refusal {
  constructor() {
    super(returnCodes.forbidden, { faults: [{ field: 'password', reason: 'name and password do not fit' }] });
  }
}

/** There is no session, or it has ended: `500022`. */
export function noSession(): Refusal {
  return refuse('userNotAuthorized', { faults: [{ field: 'authorization', reason: 'needs "Bearer" and the token of a session that has not ended' }] });
}

/** `-6`, with the seconds to wait. */
export function locked(ms: number): Refusal {
  return refuse('rateLimited', { faults: [{ field: 'name', reason: `locked after too many attempts; again in ${Math.ceil(ms / 1000)} s` }] });
}

/** `-6`: more people log in at once than passwords can be checked. */
export function tooManyAtOnce(): Refusal {
  return refuse('rateLimited', { faults: [{ field: 'name', reason: 'too many logins at once; try again' }] });
}
