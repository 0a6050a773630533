import { refuse } from '../../protocol/refusal.js';

const LEAST = 12;
const MOST = 128;
/** A sentence of this length needs no mixture of characters. */
const SENTENCE = 20;
const CLASSES = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u, /\p{Lo}/u];

/** A password of a management-centre user: long, mixed or very long, and not made of the user's own name. Else `-2` with every fault. */
export function requireGoodUserPassword(field: string, password: string, userName: string): void {
  const reasons = faultsOf(password, userName);
  if (reasons.length > 0) throw refuse('badRequest', { faults: reasons.map((reason) => ({ field, reason })) });
}

function faultsOf(password: string, userName: string): string[] {
  const length = [...password].length;
  const reasons: string[] = [];
  if (length < LEAST || length > MOST) reasons.push(`must have ${LEAST} to ${MOST} characters`);
  if (length < SENTENCE && CLASSES.filter((each) => each.test(password)).length < 3) {
    reasons.push(`must mix three of lower case, upper case, digits and signs, or have ${SENTENCE} characters`);
  }
  if (new Set(password).size < 6) reasons.push('must have 6 different characters');
  if (password.toLowerCase().includes(userName.toLowerCase())) reasons.push('must not contain the user name');
  return reasons;
}
