import { describe, expect, it } from '@jest/globals';
import { areaOfDivision, covers, NATION, parseScope } from '../../../src/modules/channel-admin/area.rules.js';
import { FormatError, parseDivisionCode } from '../../../src/protocol/identifiers.js';

const areaOf = (division: string) => areaOfDivision(parseDivisionCode(division));

describe('areas are the leading digits of divisions', () => {
  it.each([['350000', '35'], ['350200', '3502'], ['350203', '350203'], ['110101', '110101'], ['660000', '66']])('%s is the area %s', (division, area) => {
    expect(areaOf(division)).toBe(area);
  });
});

describe('scopes (4.8)', () => {
  it.each([['national', 'national', ''], ['province:35', 'province', '35'], ['city:350200', 'city', '3502'], ['city:110101', 'city', '110101']])(
    'reads %s', (text, kind, area) => {
      expect(parseScope(text)).toEqual({ kind, area, text });
    },
  );

  it.each(['', 'nation', 'national:', 'national:35', 'province', 'province:', 'province:00', 'province:99', 'province:3', 'province:35:02', 'city:35', 'city:350000',
    'city:000000', 'city:990200', 'city:3502', 'city:350200 ', 'City:350200', 'city:35020a'])('refuses %p', (text) => {
    expect(() => parseScope(text)).toThrow(FormatError);
  });

  it.each([
    ['national', '350203', true], ['province:35', '350000', true], ['province:35', '350203', true], ['province:35', '440100', false],
    ['city:350200', '350200', true], ['city:350200', '350203', true], ['city:350200', '350000', false], ['city:350200', '350100', false],
    ['city:110101', '110101', true], ['city:110101', '110102', false],
  ])('%s covers %s: %p', (scope, division, answer) => {
    expect(covers(parseScope(scope).area, areaOf(division))).toBe(answer);
  });

  it('only the nation covers the nation', () => {
    expect(covers(NATION, NATION)).toBe(true);
    expect(covers(parseScope('province:35').area, NATION)).toBe(false);
  });
});
