import { returnCodes } from './dictionaries/return-codes.js';
import { readData } from './encrypted-data.js';
import { readMembers, type SignType } from './envelope.js';
import type { KeyRing } from './key-ring.js';
import { isLexicalObject, lexicalObject, NumberLexeme, type LexicalObject, type LexicalValue } from './lexical-json.js';
import type { Manner } from './manner.js';
import { matchSignature, strict } from './match-signature.js';
import { Refusal } from './refusal.js';
import { isNothing } from './shape.js';

/** An answer (table A.3) as far as it can be read. */
export interface OpenedResponse {
  readonly code: number;
  readonly message: string;
  readonly data: LexicalObject;
  readonly detail: string | undefined;
  readonly origin: string | undefined;
  /** True when the answer is signed as the request was, by whom we asked, for this very request. */
  readonly trusted: boolean;
}

/** What the caller knows of its own question. */
export interface Question {
  readonly signType: SignType;
  readonly requestId: string;
  /** The manner it was written in, which its answer must have; the documented one where absent. */
  readonly manner?: Manner | undefined;
}

/**
 * Reads an answer and says whether it can be trusted. Decision order of table A.1: protocol fields, then the business return (`code`), then the state
 * of the transaction (in `data`). A body that is no answer at all is one that cannot be trusted, not a refusal: whether anything happened over there
 * is not known.
 */
export function openResponse(body: Uint8Array, keys: KeyRing, asked: Question): OpenedResponse {
  const members = undefinedOnRefusal(() => readMembers(body));
  if (members === undefined) return { ...unreadable, data: lexicalObject() };
  const data = undefinedOnRefusal(() => answerData(members, keys, asked));
  const clear = isLexicalObject(members.data) ? members.data : lexicalObject();
  return {
    code: codeOf(members.code), message: textOf(members.message) ?? '', detail: textOf(members.detail), origin: textOf(members.origin),
    data: data ?? clear, trusted: data !== undefined,
  };
}

const { code: UNKNOWN } = returnCodes.unknownError;
const unreadable = { code: UNKNOWN, message: '', detail: 'the body is not a JSON object', origin: undefined, trusted: false };

/** The data of an answer to this question, signed as it was, or undefined: an unsigned, altered or foreign answer proves nothing. */
function answerData(members: LexicalObject, keys: KeyRing, asked: Question): LexicalObject | undefined {
  const signType = textOf(members.signType)?.toLowerCase();
  if (members.requestId !== asked.requestId || signType !== asked.signType.toLowerCase()) return undefined;
  const data = isLexicalObject(members.data) ? members.data : undefined;
  // Data as text would give the same string to sign as the object it spells.
  if (data === undefined && !isNothing(members.data)) return undefined;
  const encType = textOf(members.encType)?.toUpperCase() === 'SM2' ? 'SM2' : 'SM4';
  const message = { members, data, encData: textOf(members.encData) || undefined, encType, signType: asked.signType, signData: textOf(members.signData) } as const;
  const read = readData(message, keys);
  if (read.fault !== undefined) return undefined;
  if (asked.signType === 'plain') return read.data ?? lexicalObject();
  const tolerance = asked.manner === undefined ? strict : { known: [asked.manner.form], mistakes: true };
  return matchSignature(message, read.data, keys, tolerance) && (read.data ?? lexicalObject());
}

function undefinedOnRefusal<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** INT-01: `0`, `"0"` and `"0000"` all say success. */
function codeOf(value: LexicalValue | undefined): number {
  const text = value instanceof NumberLexeme ? value.text : textOf(value);
  return text !== undefined && /^-?\d{1,8}$/.test(text) ? Number(text) : UNKNOWN;
}

const textOf = (value: LexicalValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
