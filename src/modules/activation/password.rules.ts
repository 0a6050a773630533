import { refuseField } from '../../protocol/refusal.js';

/** Why a password may not be set, in words for developers. The dedicated page tells persons in its own. */
const weaknesses = {
  'not-six-digits': 'must be 6 digits',
  'one-digit':      'must not be one digit repeated',
  'a-run':          'must not be a run of digits',
  'in-id-number':   'must not be a part of the id number',
} as const;

export type PasswordWeakness = keyof typeof weaknesses;

/**
 * 6.1.3.3 b: what is weak about a password, undefined where it may be set. Six digits, as citizens type it at a terminal; no digit six times, no run up or
 * down, and no part of the person's own id number.
 */
export function weaknessOf(password: string, idNo: string): PasswordWeakness | undefined {
  if (!/^\d{6}$/.test(password)) return 'not-six-digits';
  if (/^(\d)\1+$/.test(password)) return 'one-digit';
  if ('0123456789'.includes(password) || '9876543210'.includes(password)) return 'a-run';
  if (idNo.includes(password)) return 'in-id-number';
  return undefined;
}

/** A password that may be set, or `-2` naming the rule. */
export function requireGoodPassword(password: string, idNo: string, field = 'data.password'): void {
  const weakness = weaknessOf(password, idNo);
  if (weakness !== undefined) throw refuseField(field, weaknesses[weakness]);
}

/** A changed password is another one, or `-2`. */
export function requireAnotherPassword(oldPassword: string, newPassword: string): void {
  if (oldPassword === newPassword) throw refuseField('data.newPassword', 'must not be the old one');
}
