import { isLexicalObject, lexicalObject, writeLexicalJson, type LexicalObject, type LexicalValue } from './lexical-json.js';

/**
 * The bytes that are signed. The standard refers to "国家电子凭证签名和加密算法", which is not published; this is what clients in the field do:
 *
 * 1. Take all top-level members except `signData`, `encData` and `extra`; leave out null and empty text.
 * 2. Sort by name, ASCII ascending, case-sensitive; write `name=value`, joined with `&`.
 * 3. `data` is written as compact JSON with its members sorted ASCII ascending at every level, null and `""` members left out, non-ASCII characters
 *    as they are, numbers with the letters they were written with. Other objects and lists are written the same way.
 * 4. Append `&key=<appSecret>`.
 *
 * `data` is always the plain data, also where it travels as `encData`; undefined where the message has none.
 */
export function signingString(members: LexicalObject, data: LexicalObject | undefined, appSecret: string): string {
  const signed = lexicalObject();
  for (const name of Object.keys(members)) if (!UNSIGNED.has(name)) signed[name] = members[name];
  if (data !== undefined) signed.data = data;
  const parts = namesToSign(signed).map((name) => `${name}=${plainText(signed[name])}`);
  return `${parts.join('&')}&key=${appSecret}`;
}

const UNSIGNED: ReadonlySet<string> = new Set(['signData', 'encData', 'extra']);

/** Names of the members that say something, in the order of their UTF-16 units (for ASCII names: ASCII ascending). */
function namesToSign(members: LexicalObject): string[] {
  return Object.keys(members).filter((name) => members[name] !== null && members[name] !== '').toSorted();
}

function plainText(value: LexicalValue): string {
  return typeof value === 'string' ? value : canonicalJson(value);
}

/**
 * Compact JSON with members sorted and cleaned at every level; entries of lists stay where they are. Written at once, not by way of a sorted object: a
 * JavaScript object puts members such as `10` and `9` into an order of its own.
 */
export function canonicalJson(value: LexicalValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isLexicalObject(value)) return writeLexicalJson(value);
  return `{${namesToSign(value).map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`).join(',')}}`;
}
