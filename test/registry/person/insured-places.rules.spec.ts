import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parsePoolingArea } from '../../../src/protocol/identifiers.js';
import { placesIn, requireOwnPlaces, samePlaces, withPlacesOf } from '../../../src/registry/person/insured-places.rules.js';

const place = fc.record({
  poolingArea: fc.constantFrom('350100', '350200', '440100', '440300', '330100').map((area) => parsePoolingArea(area)), insuranceType: fc.constantFrom('310', '390'),
});
const places = fc.uniqueArray(place, { selector: (each) => each.poolingArea, maxLength: 5 });
const fujian = places.map((all) => placesIn('35', all));

describe('a province speaks for its own places (INT-72)', () => {
  it('replaces its own and leaves those of others alone', () => {
    fc.assert(fc.property(places, fujian, (all, own) => {
      const result = withPlacesOf('35', own, all);
      expect(samePlaces(placesIn('35', result), own)).toBe(true);
      for (const province of ['44', '33'] as const) expect(samePlaces(placesIn(province, result), placesIn(province, all))).toBe(true);
    }));
  });

  it('gives the same whoever of two provinces speaks first', () => {
    fc.assert(fc.property(places, fujian, places.map((each) => placesIn('44', each)), (all, ours, theirs) => {
      const one = withPlacesOf('44', theirs, withPlacesOf('35', ours, all));
      const other = withPlacesOf('35', ours, withPlacesOf('44', theirs, all));
      expect(samePlaces(one, other)).toBe(true);
    }));
  });

  it('is not believed about others, nor twice about one place', () => {
    fc.assert(fc.property(places, (all) => {
      const foreign = all.some((each) => !each.poolingArea.startsWith('35'));
      if (foreign) expect(() => requireOwnPlaces(all, '35')).toThrow('-2');
      else expect(() => requireOwnPlaces(all, '35')).not.toThrow();
    }));
    const twice = [{ poolingArea: parsePoolingArea('350100'), insuranceType: '310' }, { poolingArea: parsePoolingArea('350100'), insuranceType: '390' }];
    expect(() => requireOwnPlaces(twice, '35')).toThrow('-2');
  });
});

it('the order in which places are listed says nothing', () => {
  fc.assert(fc.property(places, (all) => { expect(samePlaces(all, all.toReversed())).toBe(true); }));
});
