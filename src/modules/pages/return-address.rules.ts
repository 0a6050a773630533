import { refuseField } from '../../protocol/refusal.js';

/**
 * INT-131: where a page sends a person back to: an address that the channel has registered, letter by letter; the only one where none is said. Everything
 * else is `-2`: a page that sends people wherever a link says would hand the channel's code to whoever made the link.
 */
export function requireReturnAddress(registered: readonly string[], wanted: string | undefined): string {
  const [only, ...others] = registered;
  if (only === undefined) throw refuseField('data.returnUrl', 'the channel has registered no return address');
  if (wanted === undefined && others.length === 0) return only;
  if (wanted === undefined) throw refuseField('data.returnUrl', 'is mandatory where several addresses are registered');
  if (registered.includes(wanted)) return wanted;
  throw refuseField('data.returnUrl', 'is none of the registered return addresses of this channel');
}

/** What a page tells the channel with the person: a one-time code, or the return code that says why there is none. */
export interface Returning {
  readonly code?: string;
  readonly returnCode?: string;
  readonly state?: string | undefined;
}

/** The address with what the page tells beside the members that it has; none of those is called as what is told (INT-131). */
export function returnAddress(address: string, { code, returnCode, state }: Returning): string {
  const to = new URL(address);
  for (const [name, value] of Object.entries({ code, returnCode, state })) if (value !== undefined) to.searchParams.set(name, value);
  return to.href;
}
