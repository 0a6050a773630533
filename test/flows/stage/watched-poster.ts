import { HttpPoster } from '../../../src/client/http-post.js';
import { findReturnCode } from '../../../src/protocol/dictionaries/return-codes.js';
import { departure } from './described-wire.js';

/** What stands in every answer (table A.3), as plain JSON. */
export interface Answer {
  readonly orgId: string;
  readonly code: number;
  readonly type: 'success' | 'error';
  readonly success: boolean;
  readonly message: string;
  readonly encType: string;
  readonly signType: string;
  readonly signData?: string;
  readonly timestamp: string;
  readonly requestId?: string;
  readonly detail?: string;
  readonly origin?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly encData?: string;
}

/**
 * Why a body is no answer of table A.3: a JSON number of table C.4 as code, the exact Chinese text beside it, `success` and `type` that say the same.
 * Undefined where nothing is wrong.
 */
export function whyNoAnswer(body: string): string | undefined {
  const answer = parsed(body);
  if (answer === undefined) return 'is not a JSON object';
  const row = typeof answer.code === 'number' ? findReturnCode(answer.code) : undefined;
  if (row === undefined) return `has the code ${JSON.stringify(answer.code)}, which is no number of table C.4`;
  if (answer.message !== row.text) return `says ${JSON.stringify(answer.message)} with ${row.code} instead of ${row.text}`;
  if (answer.success !== (row.code === 0) || answer.type !== (row.code === 0 ? 'success' : 'error')) return `contradicts its code ${row.code}`;
  return /^\d{13}$/.test(String(answer.timestamp)) ? undefined : 'has no timestamp in milliseconds';
}

function parsed(body: string): Partial<Answer> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What was taken, and how it was answered, is as docs/openapi.json says (as far as it travels in the clear). */
function requireAsDescribed(url: string, request: { transType: string }, answer: Answer): void {
  if (answer.code !== 0) return;
  const why = departure('request', request.transType, request) ?? departure('answer', request.transType, answer);
  if (why !== undefined) throw new Error(`what ${url} took or answered departs from docs/openapi.json: ${why}`);
}

/** Looks at every answer that anybody on a stage gets, so that no flow passes over one of the wrong form. */
export class WatchedPoster extends HttpPoster {
  override async post(url: string, body: string, timeoutMs: number): Promise<Buffer> {
    const answer = await super.post(url, body, timeoutMs);
    const why = whyNoAnswer(answer.toString('utf8'));
    if (why !== undefined) throw new Error(`the answer of ${url} ${why}: ${answer.toString('utf8').slice(0, 300)}`);
    requireAsDescribed(url, JSON.parse(body) as { transType: string }, JSON.parse(answer.toString('utf8')) as Answer);
    return answer;
  }
}
