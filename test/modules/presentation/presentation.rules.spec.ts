import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { placeAt } from '../../../src/modules/presentation/presentation.rules.js';
import { parseDivisionCode, parsePoolingArea } from '../../../src/protocol/identifiers.js';
import { Refusal } from '../../../src/protocol/refusal.js';

const place = (area: string, insuranceType = '310') => ({ poolingArea: parsePoolingArea(area), insuranceType });
const areas = ['350000', '350200', '350203', '350100', '440000', '440100', '440300', '110000'];
const some = fc.uniqueArray(fc.constantFrom(...areas).map((area) => place(area)), { selector: (each) => each.poolingArea, minLength: 1, maxLength: 6 });
const division = fc.constantFrom('350203', '350211', '350102', '440104', '440306', '110101', '330106').map(parseDivisionCode);
const chosen = fc.constantFrom(...areas).map(parsePoolingArea);
const xiamen = parseDivisionCode('350203');

describe('INT-61: the insured place of a presentation without a display', () => {
  it('is the only one, wherever the institution stands', () => {
    fc.assert(fc.property(chosen, division, (area, at) => { expect(placeAt([place(area)], undefined, at)).toEqual(place(area)); }));
  });

  it('is the one the person says, wherever the institution stands, and no place that is not the person\'s', () => {
    fc.assert(fc.property(some, chosen, division, (places, said, at) => {
      const own = places.find((each) => each.poolingArea === said);
      if (own === undefined) expect(() => placeAt(places, said, at)).toThrow('-2');
      else expect(placeAt(places, said, at)).toBe(own);
    }));
  });

  it('is the smallest in which the institution stands; where it stands in none of several, every one is told', () => {
    fc.assert(fc.property(some, division, (places, at) => {
      fc.pre(places.length > 1);
      const around = places.filter(({ poolingArea }) => [at, `${at.slice(0, 4)}00`, `${at.slice(0, 2)}0000`].some((each) => each === poolingArea));
      const smallest = around.toSorted((a, b) => (a.poolingArea < b.poolingArea ? 1 : -1))[0];
      if (smallest === undefined) expect(faultOf(() => placeAt(places, undefined, at))).toMatch(new RegExp(places.map((each) => each.poolingArea).join('.*')));
      else expect(placeAt(places, undefined, at)).toBe(smallest);
    }));
  });

  it.each([
    [['350200', '350000'], '350200'], [['350203', '350200'], '350203'], [['350000', '440100'], '350000'], [['350100', '350200'], '350200'],
  ])('of %j in 厦门思明 is %s', (own, expected) => {
    expect(placeAt(own.map((area) => place(area)), undefined, xiamen)).toEqual(place(expected));
  });

  it('is none where there is none: 500054', () => {
    expect(() => placeAt([], undefined, xiamen)).toThrow('500054');
    expect(() => placeAt([], parsePoolingArea('350200'), xiamen)).toThrow('500054');
  });
});

function faultOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.faults.map(({ field, reason }) => `${field}: ${reason}`).join('; ');
    throw error;
  }
  throw new Error('nothing was refused');
}
