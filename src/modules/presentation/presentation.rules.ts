import type { DivisionCode, PoolingArea } from '../../protocol/identifiers.js';
import { refuse, refuseField } from '../../protocol/refusal.js';
import type { CredentialRecord } from '../../protocol/transactions/credential-record.js';

/** A pooling area with the insurance type there. */
export type Place = CredentialRecord['insuredPlaces'][number];

/**
 * INT-61: the insured place that a presentation without a display is about: the only one; the one the person chose, said in this request; the one in whose
 * pooling area the institution stands. With several and none of these `-2`, telling them; a choice that is no insured place is `-2`, none at all `500054`.
 */
export function placeAt(places: readonly Place[], chosen: PoolingArea | undefined, division: DivisionCode): Place {
  const [first] = places;
  if (first === undefined) throw refuse('insuredPlaceMissing');
  if (chosen !== undefined) {
    const place = places.find((each) => each.poolingArea === chosen);
    if (place === undefined) throw refuseField('data.insuOrg', 'is no insured place of this person');
    return place;
  }
  const place = places.length === 1 ? first : nearest(places, division);
  if (place !== undefined) return place;
  throw refuseField('data.insuOrg', `must say which: ${places.map((each) => `${each.poolingArea} (${each.insuranceType})`).join(', ')}`);
}

/** The smallest pooling area in which the division lies (GB/T 2260: `350203` lies in `350200`, that in `350000`). */
function nearest(places: readonly Place[], division: DivisionCode): Place | undefined {
  const leading = ({ poolingArea }: Place): string => poolingArea.replace(/(?:00){1,2}$/, '');
  const [smallest] = places.filter((place) => division.startsWith(leading(place))).toSorted((a, b) => leading(b).length - leading(a).length);
  return smallest;
}
