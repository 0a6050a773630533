import fc from 'fast-check';
import { chosen, any, verb } from '../act.js';
import { no, must } from '../reference/refused.js';
import { provinceOf, sameIdentity } from '../reference/words.js';
import { areas, identified, identityPick, insuranceTypes, named } from './drawn.js';

const picks = fc.record({ who: identityPick, area: any, type: any });

/** Notice 二(二): a province reports that somebody is insured in one of its pooling areas. */
export const reports = verb(picks, ({ nation }, { who, area, type }) => {
  const { person, identity } = identified(nation, who);
  const place = { poolingArea: chosen(areas, area), insuranceType: chosen(insuranceTypes, type) };
  const province = nation.province(provinceOf(place.poolingArea));
  const known = nation.people.find((each) => each.credential !== undefined && each.identity.idNo === identity.idNo);
  // Somebody of whom nobody has heard would come into being: that is not this person any more.
  if (known === undefined && person.credential !== undefined && nation.credentialFor(identity) === undefined) return undefined;
  return {
    says: `${province.name} reports ${named(identity)} as insured in ${place.poolingArea} (${place.insuranceType})`,
    foresees() {
      must(known === undefined || sameIdentity(known.identity, identity), 'badRequest');
      if (known === undefined && nation.credentialFor(identity) !== undefined) throw no('badRequest');
      if (known === undefined) nation.register(person, identity);
      const { credential, places } = person;
      const stood = places.some(({ poolingArea, insuranceType }) => poolingArea === place.poolingArea && insuranceType === place.insuranceType);
      person.places = [...places.filter(({ poolingArea }) => poolingArea !== place.poolingArea), place];
      if (credential?.state !== 'activated' || stood) return {};
      credential.word = nation.nextWord();
      nation.tellState(credential);
      return {};
    },
    performs: ({ requestId, timestamp }) => province.hand.reports(identity, place, { requestId, timestamp }),
    repeat: { success: 'kept', admits: () => undefined },
  };
});
