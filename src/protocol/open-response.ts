import { readMembers, type SignType } from './envelope.js';
import type { KeyRing } from './key-ring.js';
import { isLexicalObject, lexicalObject, NumberLexeme, type LexicalObject, type LexicalValue } from './lexical-json.js';
import { plainData, requireSignature } from './open.js';
import { Refusal } from './refusal.js';

/** An answer (table A.3) whose form is right. */
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
}

/**
 * Reads an answer and says whether it can be trusted. Decision order of table A.1: protocol fields, then the business return (`code`), then the state
 * of the transaction (in `data`). Throws the `-2` refusal when the body is no answer at all.
 */
export function openResponse(body: Uint8Array, keys: KeyRing, asked: Question): OpenedResponse {
  const members = readMembers(body);
  const clear = isLexicalObject(members.data) ? members.data : lexicalObject();
  const data = answerData(members, keys, asked);
  return {
    code: codeOf(members.code), message: textOf(members.message) ?? '', detail: textOf(members.detail), origin: textOf(members.origin),
    data: data ?? clear, trusted: data !== undefined,
  };
}

/** The data of an answer to this question, signed as it was, or undefined: an unsigned, altered or foreign answer proves nothing. */
function answerData(members: LexicalObject, keys: KeyRing, asked: Question): LexicalObject | undefined {
  if (members.requestId !== asked.requestId || members.signType !== asked.signType) return undefined;
  const data = isLexicalObject(members.data) ? members.data : undefined;
  const message = { members, data, encData: textOf(members.encData), signType: asked.signType, signData: textOf(members.signData) };
  try {
    const plain = plainData(message, keys);
    if (asked.signType !== 'plain') requireSignature(message, plain, keys);
    return plain;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** INT-01: `0`, `"0"` and `"0000"` all say success. */
function codeOf(value: LexicalValue | undefined): number {
  const text = value instanceof NumberLexeme ? value.text : textOf(value);
  return text !== undefined && /^-?\d{1,8}$/.test(text) ? Number(text) : -1;
}

const textOf = (value: LexicalValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
