import fc from 'fast-check';
import { any, chosen, nowAndThen, picked, verb } from '../act.js';
import type { Shares } from '../reference/insurer.js';
import type { Nation } from '../reference/nation.js';
import type { Institution } from '../reference/province.js';
import { must } from '../reference/refused.js';
import type { Token } from '../reference/tokens.js';
import type { Place } from '../reference/words.js';
import { tokenPick } from './checks-token.js';
import { businessTypes, byInstitution } from './drawn.js';
import { insuredAt, isAtHome } from './insured-place.js';

/** A sum of money in fen: mostly small, so that rounding and the deductible matter; now and then beyond the ceiling. */
export const totalFen = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 20_000 }) }, { weight: 2, arbitrary: fc.integer({ min: 20_001, max: 900_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 30_000_000, max: 60_000_000 }) });

/** A token with the business it was issued for, or now and then another. */
export const usePick = { ...tokenPick, otherBusiness: nowAndThen(any, 15) };

export const sharesOf = ({ fundFen, personalAccountFen, cashFen }: Shares): Shares => ({ fundFen, personalAccountFen, cashFen });

/** Whose books and which insurance: at home as the token says, away as the insured place knows. */
function insured(nation: Nation, institution: Institution, token: Token): { idNo: string; place: Place } {
  if (isAtHome(institution, token)) return { idNo: token.identity.idNo, place: token.place };
  const known = insuredAt(nation, token).find(token.credential);
  must(known?.state === 'activated', 'credentialNotFound');
  const place = known.places.find(({ poolingArea }) => poolingArea === token.place.poolingArea);
  must(place !== undefined, 'cacheExpired');
  return { idNo: known.identity.idNo, place };
}

/** 预结算: what a settlement would come to; nothing is written. */
export const previews = verb(fc.record({ ...usePick, totalFen }), ({ nation }, { token: n, elsewhere, otherBusiness, totalFen: total }) => {
  const token = picked(nation.tokens, n);
  if (token === undefined) return undefined;
  const institution = elsewhere === null ? token.institution : chosen(nation.institutions, elsewhere);
  const businessType = otherBusiness === null ? token.businessType : chosen(businessTypes, otherBusiness);
  return {
    says: `${institution.name} asks what ${total} fen with token ${token.no} of ${token.institution.name} would come to for ${businessType}`,
    foresees() {
      institution.province.suspensions.admit(institution);
      institution.province.tokens.requireFor(token, institution, businessType, nation.now());
      const bill = { ...insured(nation, institution, token), kind: institution.kind, totalFen: total, at: nation.now() };
      return { tells: sharesOf(insuredAt(nation, token).insurer.split(bill)) };
    },
    performs: (how) => institution.hand.previews({ ecToken: token.value }, { businessType, totalFen: total }, how),
    repeat: byInstitution(institution, 'asked anew'),
  };
});
