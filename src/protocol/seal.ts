import { sm3Hex } from '../crypto/sm3.js';
import { writeEncData } from './encrypted-data.js';
import { membersOf, type EncType, type SignType } from './envelope.js';
import type { KeyRing } from './key-ring.js';
import { NumberLexeme, writeLexicalJson, type LexicalObject } from './lexical-json.js';
import { documentedManner, type Manner } from './manner.js';
import { writeSignature } from './signature-spelling.js';
import { signingString } from './signing-string.js';

/** The standard version our requests name (A.2 row 2). */
export const PROTOCOL_VERSION = '1.0.0';

/** How a message travels. */
export interface Travel {
  readonly signType: SignType;
  readonly encType: EncType;
  /** How it is written; the documented manner where absent. */
  readonly manner?: Manner | undefined;
}

export interface RequestParts extends Travel {
  readonly orgId?: string;
  readonly transType: string;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly requestId?: string;
  readonly data: LexicalObject;
}

/** Table A.2 as JSON text: data placed (clear or `encData`), signature made over the plain data. */
export function sealRequest(parts: RequestParts, keys: KeyRing): string {
  const members = membersOf({
    appId: keys.appId, orgId: parts.orgId, version: PROTOCOL_VERSION, encType: parts.encType, signType: parts.signType, transType: parts.transType,
    timestamp: String(parts.timestamp), requestId: parts.requestId,
  });
  return seal(members, parts.data, keys, parts);
}

export interface ResponseParts extends Travel {
  readonly orgId: string;
  readonly code: number;
  readonly message: string;
  readonly timestamp: number;
  /** Echo of the request's id, which ties the signed answer to its question; absent where the request had none. */
  readonly requestId?: string;
  /** What is wrong, for the integrator; one sentence for each fault. */
  readonly detail?: string;
  /** The machine that refused, where a refusal was relayed. */
  readonly origin?: string;
  readonly data: LexicalObject;
}

/** Table A.3 as JSON text, with the members clients in the field read (`type`, `success`, `message`). `keys` are needed unless it travels plain. */
export function sealResponse(parts: ResponseParts, keys: KeyRing | undefined): string {
  const members = membersOf({
    orgId: parts.orgId, code: new NumberLexeme(String(parts.code)), type: parts.code === 0 ? 'success' : 'error', success: parts.code === 0,
    message: parts.message, encType: parts.encType, signType: parts.signType, timestamp: String(parts.timestamp),
    requestId: parts.requestId, detail: parts.detail, origin: parts.origin,
  });
  return seal(members, parts.data, keys, parts);
}

function seal(members: LexicalObject, data: LexicalObject, keys: KeyRing | undefined, how: Travel): string {
  if (keys === undefined) {
    if (how.signType !== 'plain' || how.encType !== 'plain') throw new Error('a message without keys travels plain');
    return writeLexicalJson({ ...members, data });
  }
  const manner = how.manner ?? documentedManner;
  const placed = how.encType === 'plain' ? { data } : { encData: writeEncData(data, keys, how.encType, manner.encData, manner.form) };
  const message = membersOf({ ...members, ...placed });
  const signData = signatureOf(signingString(message, data, keys.appSecret, manner.form), keys, how.signType, manner);
  if (signData !== undefined) message.signData = signData;
  return writeLexicalJson(message);
}

/** INT-03: SM2 as Base64 of raw r‖s, or as the manner has it; SM3 as upper-case hex of the digest (the appSecret in the string keys it). */
function signatureOf(text: string, keys: KeyRing, signType: SignType, { signature }: Manner): string | undefined {
  if (signType === 'plain') return undefined;
  if (signType === 'SM3') return sm3Hex(text).toUpperCase();
  return writeSignature(keys.engine.sign(keys.signWith, Buffer.from(text, 'utf8')), signature);
}
