import type { ProvinceCode } from '../../protocol/identifiers.js';

/** What a tier must be told to issue codes. Durations are milliseconds. */
export interface CodeSettings {
  /** Who issues, as every code value says (4.9): two digits of a province, `00` for the national tier (INT-12). */
  readonly issuer: ProvinceCode;
  /** 4.11: how long one code value is valid. */
  readonly codeMs: number;
  /** How long a display may be refreshed by its display id. */
  readonly displayMs: number;
}

export const CODE_SETTINGS = Symbol('CodeSettings');
