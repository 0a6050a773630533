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
 * `data` is always the plain data, also where it travels as `encData`.
 */
export function signingString(members: LexicalObject, data: LexicalObject | undefined, appSecret: string): string {
  const signed = lexicalObject();
  for (const name of Object.keys(members)) if (!UNSIGNED.has(name)) signed[name] = members[name];
  if (data !== undefined) signed.data = data;
  const parts = Object.keys(signed).filter((name) => !isNothing(signed[name])).toSorted(byAscii).map((name) => `${name}=${plainText(signed[name])}`);
  return `${parts.join('&')}&key=${appSecret}`;
}

const UNSIGNED: ReadonlySet<string> = new Set(['signData', 'encData', 'extra']);

const isNothing = (value: LexicalValue): boolean => value === null || value === '';

const byAscii = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

function plainText(value: LexicalValue): string {
  return typeof value === 'string' ? value : writeLexicalJson(canonical(value));
}

/** Members sorted and cleaned at every level; entries of lists stay where they are. */
export function canonical(value: LexicalValue): LexicalValue {
  if (Array.isArray(value)) return value.map(canonical);
  if (value instanceof NumberLexeme || !isLexicalObject(value)) return value;
  const sorted = lexicalObject();
  for (const name of Object.keys(value).toSorted(byAscii)) if (!isNothing(value[name])) sorted[name] = canonical(value[name]);
  return sorted;
}
