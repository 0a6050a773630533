import { findReturnCode, returnCodes } from '../../../src/protocol/dictionaries/return-codes.js';
import { Refusal } from '../../../src/protocol/refusal.js';
import type { Core } from './designated-institution.js';

/** An answer of the management centre as it came over HTTP. */
export interface CentreAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly json: Record<string, unknown>;
}

/** A refusal of the management centre, with its HTTP status. */
export class CentreRefusal extends Refusal {
  constructor(readonly status: number, { code, detail }: { readonly code?: number; readonly detail?: string }) {
    super(findReturnCode(code ?? -1) ?? returnCodes.unknownError, { diagnosis: detail });
  }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Sends one request to the management centre; text and bytes go as they are. */
export async function askCentre(
  url: string, method: Method, path: string, body?: unknown, token?: string, contentType = 'application/json',
): Promise<CentreAnswer> {
  const response = await fetch(`${url}/management/${path}`, {
    method, body: body === undefined ? undefined : typeof body === 'string' || body instanceof Uint8Array ? body as string : JSON.stringify(body),
    headers: { ...(body !== undefined && { 'content-type': contentType }), ...(token !== undefined && { authorization: `Bearer ${token}` }) },
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return { status: response.status, headers: response.headers, bytes, json: isJson ? JSON.parse(bytes.toString()) as Record<string, unknown> : {} };
}

/** 管理中心用户: somebody at a screen of the management centre, who logs in again whenever the session has ended. */
export class CentreUser {
  token: string | undefined;

  constructor(readonly name: string, readonly password: string, private readonly national: Core) {}

  async logsIn(password: string = this.password): Promise<CentreAnswer> {
    const answer = await askCentre(this.national.coreUrl, 'POST', 'session', { name: this.name, password });
    if (answer.status !== 201) throw new CentreRefusal(answer.status, answer.json);
    this.token = answer.json['token'] as string;
    return answer;
  }

  /** Asks whatever the answer; without logging in again. */
  tries(method: Method, path: string, body?: unknown): Promise<CentreAnswer> {
    return askCentre(this.national.coreUrl, method, path, body, this.token);
  }

  /** 7.2.1.1, INT-94: hands in a file of terminals. */
  uploads(file: string | Uint8Array, { charset = '', format = 'json' } = {}): Promise<CentreAnswer> {
    const type = charset === '' ? 'text/csv' : `text/csv; charset=${charset}`;
    return askCentre(this.national.coreUrl, 'POST', `terminals/upload?format=${format}`, file, this.token, type);
  }

  /** Asks and expects to be answered. Throws `CentreRefusal`. */
  async asks<T = Record<string, unknown>>(method: Method, path: string, body?: unknown): Promise<T> {
    if (this.token === undefined) await this.logsIn();
    let answer = await this.tries(method, path, body);
    if (answer.status === 401) {
      await this.logsIn();
      answer = await this.tries(method, path, body);
    }
    if (answer.status >= 400) throw new CentreRefusal(answer.status, answer.json);
    return answer.json as T;
  }
}
