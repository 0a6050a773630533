import { refuseField } from '../../protocol/refusal.js';

const DIGITS = 6;

/**
 * 6.1.3.3 b: whether a password may be set. Six digits, as citizens type it at a terminal; no digit six times, no run up or down, and no part of
 * the person's own id number. Throws `-2` naming the rule.
 */
export function requireGoodPassword(password: string, idNo: string, field = 'data.password'): void {
  const why = weakness(password, idNo);
  if (why !== undefined) throw refuseField(field, why);
}

/** A changed password is another one, or `-2`. */
export function requireAnotherPassword(oldPassword: string, newPassword: string): void {
  if (oldPassword === newPassword) throw refuseField('data.newPassword', 'must not be the old one');
}

function weakness(password: string, idNo: string): string | undefined {
  if (!/^\d{6}$/.test(password)) return `must be ${DIGITS} digits`;
  if (/^(\d)\1+$/.test(password)) return 'must not be one digit repeated';
  if ('0123456789'.includes(password) || '9876543210'.includes(password)) return 'must not be a run of digits';
  if (idNo.includes(password)) return 'must not be a part of the id number';
  return undefined;
}
