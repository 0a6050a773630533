import type { Caller } from '../../kernel/dispatch/caller.js';
import { provinceOfDivision, type DivisionCode } from '../../protocol/identifiers.js';
import { refuseField } from '../../protocol/refusal.js';

/** A province reports for its own pooling areas only. Else `-2`. */
export function requireOwnArea(caller: Caller, poolingArea: DivisionCode): void {
  if (caller.kind !== 'province' || provinceOfDivision(poolingArea) === caller.ownerId) return;
  throw refuseField('data.poolingArea', `does not lie in province ${caller.ownerId}`);
}
