import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { choosePlace, requireActivated, requireCovered, requireProvenCode } from '../../../src/modules/qrcode/display.rules.js';
import { parseCredentialNumber, parsePoolingArea } from '../../../src/protocol/identifiers.js';

const place = (poolingArea: string, insuranceType = '310') => ({ poolingArea: parsePoolingArea(poolingArea), insuranceType });
const some = fc.uniqueArray(fc.constantFrom('350100', '350200', '440100', '440300', '330100').map((area) => place(area)), {
  selector: (each) => each.poolingArea, minLength: 1, maxLength: 5,
});
const area = fc.constantFrom(undefined, '350100', '350200', '440100', '999999');

describe('6.2.2.2 c: the pooling area a code is issued for', () => {
  it('is always one of the person\'s own, or a question', () => {
    fc.assert(fc.property(some, area, (places, remembered) => {
      const chosen = choosePlace(places, undefined, remembered);
      if (chosen === undefined) expect(places.length).toBeGreaterThan(1);
      else expect(places).toContain(chosen);
    }));
  });

  it('is what the person says now, whatever is remembered, and refused when it is not the person\'s', () => {
    fc.assert(fc.property(some, area, area, (places, said = '350100', remembered) => {
      const own = places.find((each) => each.poolingArea === said);
      if (own === undefined) expect(() => choosePlace(places, said, remembered)).toThrow('-2');
      else expect(choosePlace(places, said, remembered)).toBe(own);
    }));
  });

  it('needs no choice where there is one, and asks again where the remembered one is gone', () => {
    expect(choosePlace([place('350200')], undefined, '440100')).toEqual(place('350200'));
    expect(choosePlace([place('350200'), place('350100')], undefined, '440100')).toBeUndefined();
    expect(choosePlace([place('350200'), place('350100')], undefined, '350100')).toEqual(place('350100'));
    expect(() => choosePlace([], undefined, undefined)).toThrow('500054');
  });
});

it('4.2: only an activated credential is shown', () => {
  const credential = { credentialNumber: parseCredentialNumber('0'.repeat(64)), idType: '01', idNo: '', userName: '', insuredPlaces: [], changedAt: 1 };
  expect(() => requireActivated({ ...credential, state: 'activated' })).not.toThrow();
  for (const state of ['registered', 'superseded'] as const) expect(() => requireActivated({ ...credential, state })).toThrow('500001');
});

it('INT-73: a code without proof serves what does not ask for the password at display', () => {
  for (const asked of ['none', 'settlement'] as const) expect(() => requireProvenCode(undefined, asked)).not.toThrow();
  expect(() => requireProvenCode(undefined, 'display')).toThrow('500049');
  expect(() => requireProvenCode(1, 'display')).not.toThrow();
});

it('a password travels encrypted only', () => {
  expect(() => requireCovered('274913', false)).toThrow('-2');
  expect(() => requireCovered('274913', true)).not.toThrow();
  expect(() => requireCovered(undefined, false)).not.toThrow();
});
