import type { Caller } from '../../../kernel/dispatch/caller.js';
import type { ProvinceCode } from '../../../protocol/identifiers.js';
import { refuseField } from '../../../protocol/refusal.js';

/** A province asks in its own name only. Else `-2`. */
export function requireBusinessProvince(businessProvince: ProvinceCode, caller: Caller): void {
  if (businessProvince !== caller.ownerId) throw refuseField('data.businessProvince', `you are province ${caller.ownerId}`);
}
