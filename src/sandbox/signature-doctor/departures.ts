import { namesOf } from '../../protocol/lexical-json.js';
import type { Found } from './mistakes.js';
import type { Said, Writing } from './writing.js';

/** One choice in which a writing departs from the documented one. */
export interface Departure {
  readonly found: Found;
  readonly apply: (this: void, writing: Writing) => Writing;
}

const to = (name: Found['name'], change: Partial<Writing>, detail?: string): Departure => (
  { found: detail === undefined ? { name } : { name, detail }, apply: (writing) => ({ ...writing, ...change }) }
);

const escaping = (name: Found['name'], change: Writing['escapes']): Departure => (
  { found: { name }, apply: (writing) => ({ ...writing, escapes: { ...writing.escapes, ...change } }) }
);

/** What the platform takes as well (INT-110). */
export const takenDepartures: readonly Departure[] = [
  to('empties-kept', { emptyText: 'kept' }), to('first-level-only', { depth: 'first' }), to('hollow-dropped', { hollow: 'dropped' }),
  to('numbers-as-text-first', { scalars: 'text-first' }), to('numbers-as-text', { scalars: 'text' }), to('data-is-cipher-text', { data: 'cipher' }),
  to('order-caseless', { topOrder: 'caseless', dataOrder: 'caseless' }),
];

/** What it does not. */
export const wrongDepartures: readonly Departure[] = [
  to('key-missing', { tail: 'none' }), to('key-bare', { tail: 'bare' }), to('key-sorted-in', { tail: 'sorted-in' }), to('key-is-app-id', { tail: 'app-id' }),
  to('members-unsorted', { topOrder: 'sent' }), to('data-unsorted', { dataOrder: 'sent' }), to('nulls-kept', { nulls: 'kept' }),
  to('json-blanks', { blanks: true }), escaping('non-ascii-escaped', { nonAscii: true }), escaping('slashes-escaped', { slash: true }),
  escaping('html-escaped', { html: true }), to('numbers-recomputed', { numbers: 'recomputed' }), to('url-encoded', { urlEncoded: true }),
  to('data-left-out', { data: 'absent' }), to('data-flattened', { data: 'flattened' }), to('line-break', { ends: '\n' }), to('line-break', { ends: '\r\n' }),
  also('extra-signed', 'extra'), also('enc-data-signed', 'encData'),
];

function also(name: Found['name'], member: string): Departure {
  return { found: { name }, apply: (writing) => ({ ...writing, also: [...writing.also, member] }) };
}

/** The secrets of other applications, by whom they belong to. */
export const otherSecrets = (others: readonly { readonly name: string; readonly appSecret: string }[]): Departure[] => (
  others.map(({ name, appSecret }) => to('secret-of-another', { secret: appSecret }, name))
);

/** A message may have any number of members; this bounds what an examination costs. */
const MOST_MEMBERS = 40;

/** Members that may have been added after signing. */
export function addedMembers({ members, data }: Said): Departure[] {
  const top = namesOf(members).filter((name) => name !== 'data' && name !== 'encData' && name !== 'signData').slice(0, MOST_MEMBERS);
  const inner: readonly string[] = data === undefined ? [] : namesOf(data).slice(0, MOST_MEMBERS);
  return [
    ...top.map((name): Departure => ({ found: { name: 'member-added', detail: name }, apply: (writing) => ({ ...writing, without: { ...writing.without, top: name } }) })),
    ...inner.map((name): Departure => ({ found: { name: 'data-member-added', detail: name }, apply: (writing) => ({ ...writing, without: { ...writing.without, data: name } }) })),
  ];
}

/** Every choice of up to `most` of these, the smaller ones first; two that change the same thing do not go together. */
export function* choicesOf(departures: readonly Departure[], most: number): Generator<readonly Departure[]> {
  for (let size = 0; size <= most; size += 1) yield* choicesOfSize(departures, size, 0);
}

function* choicesOfSize(departures: readonly Departure[], size: number, from: number): Generator<readonly Departure[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let at = from; at <= departures.length - size; at += 1) {
    for (const rest of choicesOfSize(departures, size - 1, at + 1)) yield [departures[at], ...rest];
  }
}
