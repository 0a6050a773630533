import fc from 'fast-check';
import { any, chosen, oneIn, verb } from '../act.js';
import type { Credential, Person } from '../reference/credential.js';
import type { Nation } from '../reference/nation.js';
import type { Province } from '../reference/province.js';
import { provinceOf, provincesOf, samePlaces, withPlacesOf, type Place } from '../reference/words.js';
import { areas, identified, identityPick, named } from './drawn.js';

const insurance = fc.constantFrom(undefined, '310', '310', '390');
const picks = fc.record({ who: identityPick, province: any, anywhere: oneIn(4), first: insurance, second: insurance });

/** National takes a province's word into the register and tells whoever holds the person's data. */
function report(nation: Nation, province: Province, person: Person, own: readonly Place[], said?: { credential: Credential; no: number }): void {
  person.places = withPlacesOf(province.code, own, person.places);
  const { credential = person.credential, no = Infinity } = said ?? {};
  nation.tellPlaces(person, credential && { province: province.code, credential, no });
}

/** 6.3.2.2 c, INT-72: a local core business system says where in its province a person is insured now. */
export const tellsPlaces = verb(picks, ({ nation }, { who, province: at, anywhere, first, second }) => {
  const { person, identity } = identified(nation, who);
  const concerned = nation.provinces.filter(({ code }) => provincesOf(person.places).includes(code));
  const province = chosen(anywhere || concerned.length === 0 ? nation.provinces : concerned, at);
  const own = areas.filter((area) => provinceOf(area) === province.code)
    .flatMap((poolingArea, index) => [[first, second][index]].flatMap((insuranceType) => (insuranceType === undefined ? [] : [{ poolingArea, insuranceType }])));
  return {
    says: `the insurer of ${province.name} says that ${named(identity)} is insured in ${own.map(({ poolingArea, insuranceType }) => `${poolingArea} (${insuranceType})`).join(' and ') || 'no place'} there`,
    foresees() {
      const credential = province.credentialOf(identity);
      if (credential === undefined) {
        report(nation, province, nation.requirePerson(identity), own);
        return {};
      }
      const there = (province.find(credential)?.places ?? []).filter(({ poolingArea }) => provinceOf(poolingArea) === province.code);
      if (samePlaces(there, own)) return {};
      const word = province.isTold(credential, own);
      nation.mail.post(province.code, () => report(nation, province, credential.person, own, { credential, no: word }));
      return {};
    },
    performs: ({ requestId, timestamp }) => province.hand.tellsPlaces(identity, own, { requestId, timestamp }),
  };
});
