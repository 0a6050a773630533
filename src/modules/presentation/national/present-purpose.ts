import type { Caller } from '../../../kernel/dispatch/caller.js';
import type { MobileNumber, OrgId } from '../../../protocol/identifiers.js';
import type { SmsPurpose } from '../../authorization/national/index.js';

/** What a code that is sent for a counter opens: this number, at this institution, and nothing else. */
export function presentPurpose(caller: Caller, orgId: OrgId, mobile: MobileNumber): SmsPurpose {
  return { smsType: 'present', subject: `${caller.name} ${orgId} ${mobile}` };
}
