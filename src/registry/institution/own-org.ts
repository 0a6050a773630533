import type { Caller } from '../../kernel/dispatch/caller.js';
import { refuseField } from '../../protocol/refusal.js';

/** INT-05: where `orgId` stands in the data too, it is the caller's own. Else `-2`. */
export function requireOwnOrg(orgId: string, caller: Caller): void {
  if (orgId !== caller.ownerId) throw refuseField('data.orgId', 'is not the institution that calls');
}
