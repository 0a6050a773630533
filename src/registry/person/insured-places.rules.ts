import { provinceOfDivision, type ProvinceCode } from '../../protocol/identifiers.js';
import { refuse } from '../../protocol/refusal.js';
import type { CredentialRecord } from '../../protocol/transactions/credential-record.js';

type Place = CredentialRecord['insuredPlaces'][number];

/** A province speaks for its own pooling areas only, and for each once (INT-72). Else `-2`. */
export function requireOwnPlaces(places: readonly Place[], province: ProvinceCode): void {
  const faults = places.flatMap(({ poolingArea }, index) => {
    const field = `data.insuredPlaces[${index}].poolingArea`;
    if (provinceOfDivision(poolingArea) !== province) return [{ field, reason: `does not lie in province ${province}` }];
    const first = places.findIndex((place) => place.poolingArea === poolingArea);
    return first === index ? [] : [{ field, reason: 'stands in the list before' }];
  });
  if (faults.length > 0) throw refuse('badRequest', { faults });
}

/** The places of a person once one province has told its own. */
export function withPlacesOf(province: ProvinceCode, own: readonly Place[], all: readonly Place[]): Place[] {
  return [...all.filter((place) => provinceOfDivision(place.poolingArea) !== province), ...own];
}

/** Whether both lists name the same places, in whichever order. */
export function samePlaces(one: readonly Place[], other: readonly Place[]): boolean {
  const written = (places: readonly Place[]): string => places.map((place) => `${place.poolingArea} ${place.insuranceType}`).sort().join();
  return written(one) === written(other);
}

/** INT-95: for the journal, the province under which what national does for a person is counted: that of the person's lowest pooling area. */
export function countedFor({ insuredPlaces }: { readonly insuredPlaces: readonly Pick<Place, 'poolingArea'>[] }): { readonly province?: ProvinceCode } {
  const [first] = insuredPlaces.map((place) => place.poolingArea).toSorted();
  return first === undefined ? {} : { province: provinceOfDivision(first) };
}

/** The places that lie in one province. */
export const placesIn = (province: ProvinceCode, places: readonly Place[]): Place[] =>
  places.filter((place) => provinceOfDivision(place.poolingArea) === province);
