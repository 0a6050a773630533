import fc from 'fast-check';
import { chosen, nowAndThen, oneIn, picked, verb, which } from '../act.js';
import { must } from '../reference/refused.js';
import { sameIdentity } from '../reference/words.js';
import { byInstitution, identified, identityPick, named } from './drawn.js';

/** A token, at the institution it was issued to, or now and then at another. */
export const tokenPick = { token: which, elsewhere: nowAndThen(fc.nat({ max: 3 }), 12) };

const picks = fc.record({ ...tokenPick, another: oneIn(4), who: identityPick });

/** A.1.7: whether a token is valid and this person's (table C.3). */
export const checksToken = verb(picks, ({ nation }, { token: n, elsewhere, another, who }) => {
  const token = picked(nation.tokens, n);
  if (token === undefined) return undefined;
  const institution = elsewhere === null ? token.institution : chosen(nation.institutions, elsewhere);
  const identity = another ? identified(nation, who).identity : token.identity;
  return {
    says: `${institution.name} has token ${token.no} of ${token.institution.name} checked for ${named(identity)}`,
    foresees() {
      institution.province.suspensions.admit(institution);
      institution.province.tokens.requireValid(token, nation.now());
      must(token.institution === institution, 'tokenInvalid');
      const isTheirs = sameIdentity(identity, token.identity);
      return { tells: { flag: isTheirs ? '1' : '0', ...(isTheirs && { insuOrg: token.place.poolingArea }) } };
    },
    performs: (how) => institution.hand.checks(token.value, identity, how),
    repeat: byInstitution(institution, 'asked anew'),
  };
});
