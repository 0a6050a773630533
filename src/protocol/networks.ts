import { FormatError } from './identifiers.js';

/** An address as the numbers of its groups: four of 8 bits, or eight of 16. */
interface Groups {
  readonly version: 4 | 6;
  readonly groups: readonly number[];
}

/** How many bits a group has, and how few a network may fix: a wider one binds nobody to a place. */
const FORMS = { 4: { width: 8, count: 4, fewest: 8 }, 6: { width: 16, count: 8, fewest: 32 } } as const;

/**
 * A network as `10.1.0.0/16` or `2001:db8::/32`, written in one way only: its first address, IPv6 in full lower-case groups; a single address is the
 * network that holds it alone. Throws `FormatError`.
 */
export function parseNetwork(text: string): string {
  const [address = '', bits, ...rest] = text.split('/');
  const parts = groupsOf(address);
  const { width, count, fewest } = FORMS[parts?.version ?? 4];
  const fixed = bits === undefined ? width * count : Number(/^\d{1,3}$/.exec(bits)?.[0] ?? Number.NaN);
  if (parts === undefined || rest.length > 0 || !(fixed >= fewest && fixed <= width * count)) {
    throw new FormatError('an address or a network such as 10.1.0.0/16, of at least 8 bits (IPv6: 32)');
  }
  return written(parts, fixed);
}

/** Every network that an address lies in and that may be registered, the narrowest first, written as {@link parseNetwork} writes them; none for no address. */
export function networksHolding(address: string): string[] {
  const parts = groupsOf(address.replace(/^::ffff:(?=\d+\.)/i, ''));
  if (parts === undefined) return [];
  const { width, count, fewest } = FORMS[parts.version];
  return Array.from({ length: width * count - fewest + 1 }, (_each, at) => written(parts, width * count - at));
}

function written({ version, groups }: Groups, fixed: number): string {
  const { width } = FORMS[version];
  const first = groups.map((group, at) => {
    const free = Math.min(width, Math.max(0, (at + 1) * width - fixed));
    return group - (group % 2 ** free);
  });
  return `${version === 4 ? first.join('.') : first.map((group) => group.toString(16)).join(':')}/${fixed}`;
}

function groupsOf(address: string): Groups | undefined {
  return address.includes(':') ? groupsOf6(address) : groupsOf4(address);
}

function groupsOf4(address: string): Groups | undefined {
  const groups = address.split('.').map((part) => (/^(?:0|[1-9]\d{0,2})$/.test(part) ? Number(part) : Number.NaN));
  return groups.length === 4 && groups.every((group) => group <= 255) ? { version: 4, groups } : undefined;
}

function groupsOf6(address: string): Groups | undefined {
  const [head = '', tail, ...rest] = address.split('::');
  const before = hexGroups(head);
  const after = hexGroups(tail ?? '');
  const missing = 8 - before.length - after.length;
  if (rest.length > 0 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const groups = [...before, ...Array.from({ length: missing }, () => 0), ...after];
  return groups.every((group) => group <= 0xffff) ? { version: 6, groups } : undefined;
}

const hexGroups = (text: string): number[] => (
  text === '' ? [] : text.split(':').map((part) => (/^[0-9a-f]{1,4}$/i.test(part) ? Number.parseInt(part, 16) : Number.NaN))
);
