import * as http from 'node:http';
import { TRANSACTION_PATH } from '../../../src/client/transaction-client.js';
import { sealRequest, type RequestParts } from '../../../src/protocol/seal.js';
import { parseLexicalJson, type LexicalObject } from '../../../src/protocol/lexical-json.js';
import { whyNoAnswer, type Answer } from './watched-poster.js';
import { SIGNED_AND_ENCRYPTED, type Speaker } from './speaker.js';

/** A whole HTTP request as somebody might make it by hand. */
export interface RawRequest {
  readonly url: string;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** What came back: the HTTP status and the body, which is an answer of table A.3 (else it throws). */
export interface RawAnswer {
  readonly status: number;
  readonly answer: Answer;
}

/** Posts bytes as they are. Throws when what comes back is no answer of table A.3. */
export async function postRaw({ url, path = TRANSACTION_PATH, method = 'POST', headers = {}, body = '' }: RawRequest): Promise<RawAnswer> {
  const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const given = { 'content-type': 'application/json; charset=utf-8', ...headers };
    const request = http.request(url + path, { method, agent: false, headers: method === 'GET' ? given : { ...given, 'content-length': Buffer.byteLength(body) } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(method === 'GET' ? undefined : body);
  });
  const why = whyNoAnswer(text);
  if (why !== undefined) throw new Error(`the answer ${why}: ${status} ${text.slice(0, 300)}`);
  return { status, answer: JSON.parse(text) as Answer };
}

/** A signed request as text, to be sent as it is, again, or altered. `data` is JSON text, so that it may hold anything. */
export function sealed(speaker: Speaker, parts: Partial<RequestParts> & Pick<RequestParts, 'transType' | 'timestamp'>, data: string | object): string {
  const lexical = parseLexicalJson(typeof data === 'string' ? data : JSON.stringify(data)) as LexicalObject;
  return sealRequest({ orgId: speaker.orgId, ...SIGNED_AND_ENCRYPTED, ...parts, data: lexical }, speaker.keys);
}
