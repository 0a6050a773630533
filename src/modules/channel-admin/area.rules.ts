import { FormatError, parseDivisionCode, type DivisionCode, type ProvinceCode } from '../../protocol/identifiers.js';
import { findProvince } from '../../protocol/dictionaries/provinces.js';

declare const brand: unique symbol;

/**
 * A piece of the country as the leading digits of its divisions (GB/T 2260): `` the nation, `35` a province, `3502` a prefecture, `350203` a county.
 * What lies in it begins with it.
 */
export type Area = string & { readonly [brand]: 'Area' };

export const scopeKinds = ['national', 'province', 'city'] as const;
export type ScopeKind = (typeof scopeKinds)[number];

/** 4.8: what a user of the management centre answers for. Written `national`, `province:35` or `city:350200`. */
export interface Scope {
  readonly kind: ScopeKind;
  readonly area: Area;
  readonly text: string;
}

/** The whole country. */
export const NATION = '' as Area;

/** The area of a division: `350000` is `35`, `350200` is `3502`. */
export function areaOfDivision(division: DivisionCode): Area {
  return division.replace(/(?:00){1,2}$/, '') as Area;
}

/** The area of a whole province. */
export const areaOfProvince = (province: ProvinceCode): Area => province as string as Area;

/** Whether what lies in `area` lies in `outer` too. */
export function covers(outer: Area, area: Area): boolean {
  return area.startsWith(outer);
}

/** Reads a scope. Throws `FormatError`. */
export function parseScope(text: string): Scope {
  const [kind, place, ...more] = text.split(':');
  if (more.length === 0 && kind === 'national' && place === undefined) return { kind, area: NATION, text };
  if (more.length === 0 && kind === 'province' && findProvince(place ?? '') !== undefined) return { kind, area: place as Area, text };
  if (more.length === 0 && kind === 'city' && isCity(place)) return { kind, area: areaOfDivision(parseDivisionCode(place)), text };
  throw new FormatError('national, province:35 or city:350200');
}

/** Below the province: a prefecture, or the district of a municipality that has none. */
function isCity(place: string | undefined): place is string {
  return place !== undefined && /^\d{6}$/.test(place) && !place.endsWith('0000') && findProvince(place.slice(0, 2)) !== undefined;
}
