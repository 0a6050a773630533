import { isLexicalObject, lexicalObject, namesOf, type LexicalObject, type LexicalValue } from '../../protocol/lexical-json.js';
import { fieldsByPrivacy } from '../../protocol/privacy.js';
import { catalogue } from '../../protocol/transactions/index.js';
import { written, type Said, type Writing } from './writing.js';

const { secretFields, personalFields } = fieldsByPrivacy(catalogue);
const HIDDEN = '***';

/** A string to sign as it may be shown: without the secret, and, unless `openly`, with personal data masked letter by letter, so that every place stays where it is. */
export function shown(said: Said, writing: Writing, openly: boolean): string {
  const seen = openly ? said : { ...said, members: masked(said.members), ...(said.data && { data: masked(said.data) }) };
  const secret = writing.secret === undefined || writing.secret === said.appSecret ? HIDDEN : `${HIDDEN} of another`;
  // A secret that stands in the message itself is no less one.
  return written({ ...seen, appSecret: HIDDEN }, { ...writing, secret }).replaceAll(said.appSecret, HIDDEN);
}

function masked(members: LexicalObject): LexicalObject {
  const copy = lexicalObject();
  for (const name of namesOf(members)) copy[name] = secretFields.has(name) || personalFields.has(name) ? covered(members[name]) : inside(members[name]);
  return copy;
}

function inside(value: LexicalValue): LexicalValue {
  if (Array.isArray(value)) return value.map(inside);
  return isLexicalObject(value) ? masked(value) : value;
}

/** Letters and digits become `*`; what is not ASCII stays so, because that may be what the difference is about. */
function covered(value: LexicalValue): LexicalValue {
  if (typeof value === 'string') return value.replace(/[A-Za-z0-9]/g, '*').replace(/[^\p{ASCII}]/gu, '某');
  if (Array.isArray(value)) return value.map(covered);
  return isLexicalObject(value) ? masked(value) : value;
}

/** Where two strings come apart: the first character, counted from 1, with what stands there in each. */
export interface Difference {
  readonly position: number;
  readonly expected: string;
  readonly yours: string;
}

const BEFORE = 12;
const AFTER = 28;

/** Undefined where they are the same. */
export function differenceOf(expected: string, yours: string): Difference | undefined {
  if (expected === yours) return undefined;
  let at = 0;
  while (at < expected.length && expected[at] === yours[at]) at += 1;
  const around = (text: string): string => `${at > BEFORE ? '…' : ''}${text.slice(Math.max(0, at - BEFORE), at + AFTER)}${text.length > at + AFTER ? '…' : ''}`;
  return { position: at + 1, expected: around(expected), yours: around(yours) };
}
