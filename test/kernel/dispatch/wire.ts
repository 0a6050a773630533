import { randomUUID } from 'node:crypto';
import { TRANSACTION_PATH } from '../../../src/client/transaction-client.js';
import type { KeyRing } from '../../../src/protocol/key-ring.js';
import { lexicalObject, type LexicalObject } from '../../../src/protocol/lexical-json.js';
import { openResponse, type OpenedResponse } from '../../../src/protocol/open-response.js';
import { sealRequest, type RequestParts } from '../../../src/protocol/seal.js';
import { writeShape } from '../../../src/protocol/shape.js';
import type { AnyTransaction } from '../../../src/protocol/transactions/index.js';

/** The answer as it came over the wire, and as far as it can be read and believed. */
export interface Answered {
  readonly status: number;
  readonly raw: string;
  readonly members: Readonly<Record<string, unknown>>;
  readonly opened: OpenedResponse;
}

export type Letter = Partial<RequestParts> & { readonly input?: object };

/** A sealed request as the bytes to post: SM2 and encrypted unless said otherwise. */
export function sealed(row: AnyTransaction, keys: KeyRing, { input = {}, data = writeShape(row.input, input), ...changes }: Letter = {}): string {
  return sealRequest({
    signType: 'SM2', encType: 'SM4', transType: row.transType, timestamp: Date.now(), requestId: randomUUID(), data, ...changes,
  }, keys);
}

/** Posts bytes to a listener and opens the answer as an answer to a request of this kind. */
export async function post(url: string, body: string | Uint8Array, keys: KeyRing, signType: RequestParts['signType'] = 'SM2'): Promise<Answered> {
  const response = await fetch(url + TRANSACTION_PATH, { method: 'POST', body });
  const raw = await response.text();
  const requestId = requestIdIn(Buffer.from(body).toString('utf8')) ?? '';
  return {
    status: response.status, raw, members: JSON.parse(raw) as Answered['members'], opened: openResponse(Buffer.from(raw), keys, { signType, requestId }),
  };
}

function requestIdIn(body: string): string | undefined {
  return /"requestId":"([^"]+)"/.exec(body)?.[1];
}

/** Seals, posts and opens in one go. */
export function ask(url: string, row: AnyTransaction, keys: KeyRing, letter: Letter = {}): Promise<Answered> {
  return post(url, sealed(row, keys, letter), keys, letter.signType);
}

/** Data as a test wants it, whatever the table says. */
export const loose = (members: Record<string, string>): LexicalObject => Object.assign(lexicalObject(), members);
