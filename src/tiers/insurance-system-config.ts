import { IsIn, IsInt, IsUrl, Matches, Max, Min, ValidateIf } from 'class-validator';
import type { InsuranceSystemAccess } from '../modules/settlement/province/insurance-system-access.js';

const overHttp = ({ kind }: InsuranceSystemAccessConfig): boolean => kind === 'http';

/** How the province reaches its local core business system: as a peer over the signed link, or over plain HTTP (docs/insurance-system.md). */
export class InsuranceSystemAccessConfig {
  @IsIn(['link', 'http']) kind: InsuranceSystemAccess['kind'] = 'link';
  /** Of plain HTTP only: the address below which `preview`, `settle` and `reverse` are served. A peer's address stands among the peers. */
  @ValidateIf(overHttp) @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] }) url?: string;
  /** The bearer secret both sides know. */
  @ValidateIf(overHttp) @Matches(/^[\x21-\x7e]{16,200}$/, { message: 'must be 16 to 200 printable ASCII characters, no blanks' }) secret?: string;
  @IsInt() @Min(100) @Max(60_000) timeoutMs = 4_000;
}

/** The access a checked configuration describes. */
export function insuranceSystemAccess({ kind, url = '', secret = '', timeoutMs }: InsuranceSystemAccessConfig): InsuranceSystemAccess {
  return kind === 'link' ? { kind } : { kind, url, secret, timeoutMs };
}
