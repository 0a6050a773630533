import { documentedForm, type CanonicalForm } from './canonical-form.js';
import { isLexicalObject, lexicalObject, NumberLexeme, writeLexicalJson, type LexicalObject, type LexicalValue } from './lexical-json.js';

/**
 * The bytes that are signed. The standard refers to "国家电子凭证签名和加密算法", which is not published; this is what clients in the field do:
 *
 * 1. Take all top-level members except `signData`, `encData` and `extra`; leave out null and empty text.
 * 2. Sort by name, ASCII ascending, case-sensitive; write `name=value`, joined with `&`.
 * 3. `data` is written as compact JSON with its members sorted ASCII ascending at every level, null and `""` members left out, non-ASCII characters
 *    as they are, numbers with the letters they were written with. Other objects and lists are written the same way.
 * 4. Append `&key=<appSecret>`.
 *
 * `data` is the plain data, also where it travels as `encData`; undefined where the message has none. Another form than the documented one departs from
 * these steps in its choices; where the cipher text stands for the data, it is taken from `members.encData` as it is written there.
 */
export function signingString(members: LexicalObject, data: LexicalObject | undefined, appSecret: string, form: CanonicalForm = documentedForm): string {
  const signed = lexicalObject();
  for (const name of Object.keys(members)) if (!UNSIGNED.has(name)) signed[name] = members[name];
  const cipher = form.data === 'cipher' && typeof members.encData === 'string' ? members.encData : '';
  if (cipher !== '') signed.data = cipher;
  else if (data !== undefined) signed.data = data;
  const parts = namesToSign(signed, form, TOP).map((name) => `${name}=${plainText(signed[name], form)}`);
  return `${parts.join('&')}&key=${appSecret}`;
}

const UNSIGNED: ReadonlySet<string> = new Set(['signData', 'encData', 'extra']);

/** Levels: the message itself, a member of it such as `data`, the members of `data`. */
const TOP = -1;
const FIRST = 1;

/**
 * Compact JSON with members sorted and cleaned as the form says; entries of lists stay where they are. Written at once, not by way of a sorted object: a
 * JavaScript object puts members such as `10` and `9` into an order of its own.
 */
export function canonicalJson(value: LexicalValue, form: CanonicalForm = documentedForm): string {
  return canonical(value, form, TOP + 1);
}

function plainText(value: LexicalValue, form: CanonicalForm): string {
  return typeof value === 'string' ? value : canonicalJson(value, form);
}

function canonical(value: LexicalValue, form: CanonicalForm, level: number): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof NumberLexeme || typeof value === 'boolean') return scalar(value, form, level);
  if (value === null || isUntouched(form, level)) return writeLexicalJson(value);
  if (Array.isArray(value)) return `[${value.map((each) => canonical(each, form, level + 1)).join(',')}]`;
  return `{${namesToSign(value, form, level).map((name) => `${JSON.stringify(name)}:${canonical(value[name], form, level + 1)}`).join(',')}}`;
}

function scalar(value: NumberLexeme | boolean, { scalars }: CanonicalForm, level: number): string {
  const written = writeLexicalJson(value);
  const asText = scalars === 'text' ? level >= FIRST : scalars === 'text-first' && level === FIRST;
  return asText ? `"${written}"` : written;
}

/** Names of the members that say something, in the order of their UTF-16 units (for ASCII names: ASCII ascending) or without regard to case. */
function namesToSign(members: LexicalObject, form: CanonicalForm, level: number): string[] {
  const { emptyText, hollow, order } = form;
  const saying = Object.keys(members).filter((name) => {
    const value = members[name];
    return value !== null && (value !== '' || emptyText === 'kept') && (hollow === 'kept' || !isHollow(value, form, level + 1));
  });
  return saying.sort(order === 'ascii' ? undefined : caseless);
}

function isHollow(value: LexicalValue, form: CanonicalForm, level: number): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (!isLexicalObject(value)) return false;
  return (isUntouched(form, level) ? Object.keys(value) : namesToSign(value, form, level)).length === 0;
}

/** What is nested in `data` is written as it stood. */
const isUntouched = ({ depth }: CanonicalForm, level: number): boolean => depth === 'first' && level >= FIRST;

/** Small letters decide, as in Java's order without regard to case; names that differ in case only stand in the ASCII order. */
export function caseless(one: string, other: string): number {
  const [left, right] = [one.toLowerCase(), other.toLowerCase()];
  if (left !== right) return left < right ? -1 : 1;
  return one < other ? -1 : 1;
}
