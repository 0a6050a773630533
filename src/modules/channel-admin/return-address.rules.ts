import { FormatError } from '../../protocol/identifiers.js';

/** More addresses than these no channel needs: one for each kind of its applications. */
export const MOST_RETURN_ADDRESSES = 10;
const LONGEST = 512;
/** What the pages tell a channel; an address with a member of its own of that name would tell it in the place of a page. */
const TOLD = ['code', 'returnCode', 'state'];
const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

/**
 * INT-131: an address that a dedicated page may send persons back to with a one-time code: https, and plain http on the machine of a developer only; no
 * fragment, no name and password in it, no member that the page tells; written as browsers write it, because addresses are compared letter by letter. Throws `FormatError`.
 */
export function parseReturnAddress(text: string): string {
  if (text.length > LONGEST) throw new FormatError(`at most ${LONGEST} characters`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw new FormatError('must be an address such as https://channel.example/return');
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname));
  if (!secure) throw new FormatError('must be an https address');
  if (url.hash !== '' || text.includes('#') || url.username !== '' || url.password !== '') throw new FormatError('must have no fragment and no user in it');
  const taken = TOLD.find((name) => url.searchParams.has(name));
  if (taken !== undefined) throw new FormatError(`must have no member ${taken}: the page tells it`);
  if (url.href !== text) throw new FormatError(`must be written as ${url.href}`);
  return text;
}
