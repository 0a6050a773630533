import type { Contacts } from '../../../kernel/link/contacts.js';
import type { PeerLink } from '../../../kernel/link/peer-link.js';
import type { ProvinceCode } from '../../../protocol/identifiers.js';
import { insuranceSystemOfProvince } from '../../../registry/province/peer-names.js';
import { HttpInsuranceSystem } from './http-insurance-system.js';
import type { InsuranceSystem } from './insurance-system.port.js';
import { LinkInsuranceSystem } from './link-insurance-system.js';

/** How a province reaches its local core business system: over the signed link, or over plain HTTP where that system does not speak our envelope. */
export type InsuranceSystemAccess =
  | { readonly kind: 'link' }
  | { readonly kind: 'http'; readonly url: string; readonly secret: string; readonly timeoutMs: number };

/** The adapter a configuration asks for. */
export function openInsuranceSystem(access: InsuranceSystemAccess, province: ProvinceCode, link: PeerLink, contacts: Contacts): InsuranceSystem {
  return access.kind === 'link' ? new LinkInsuranceSystem(link, province) : new HttpInsuranceSystem(access, insuranceSystemOfProvince(province), contacts);
}
