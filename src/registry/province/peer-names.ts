import { parseProvinceCode, provinceOfDivision, type DivisionCode, type ProvinceCode } from '../../protocol/identifiers.js';

/** Name of the national tier among peers. */
export const NATIONAL = 'national';

/** Name of a province tier among peers. */
export const peerOfProvince = (province: ProvinceCode): string => `province:${province}`;

/** Whether a name among peers is that of a province tier. */
export const isProvince = (name: string): boolean => name.startsWith('province:');

/** Name of a province's local core business system among peers. */
export const insuranceSystemOfProvince = (province: ProvinceCode): string => `insurance-system:${province}`;

/** The provinces in which these divisions lie, each once. */
export function provincesOf(divisions: readonly DivisionCode[]): ProvinceCode[] {
  return [...new Set(divisions.map(provinceOfDivision))];
}

/** The province that a peer name such as `province:35` or `insurance-system:35` names. Throws `FormatError` for the name of anybody else. */
export const provinceOfPeer = (name: string): ProvinceCode => parseProvinceCode(name.split(':')[1] ?? '');
