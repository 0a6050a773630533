import { setTimeout as pause } from 'node:timers/promises';
import { findReturnCode, returnCodes } from '../protocol/dictionaries/return-codes.js';
import type { KeyRing } from '../protocol/key-ring.js';
import { openResponse, type OpenedResponse } from '../protocol/open-response.js';
import { Refusal } from '../protocol/refusal.js';
import { sealRequest, type Travel } from '../protocol/seal.js';
import { readShape, writeShape } from '../protocol/shape.js';
import type { Transaction } from '../protocol/transaction.js';
import { HttpPoster, Unreachable } from './http-post.js';

/** Where transactions are posted below a listener's address. */
export const TRANSACTION_PATH = '/api/transactions';

/** What a stranger answers may be megabytes. */
const LONGEST_MESSAGE = 500;

/**
 * An answer came that is not signed by whom we asked for what we asked, or whose data do not fit their table: nothing in it may be believed. It is no
 * refusal: whether anything happened over there is not known.
 */
export class UntrustedAnswer extends Error {
  constructor(readonly url: string, readonly answer: Pick<OpenedResponse, 'code' | 'message' | 'detail'>, readonly why = 'without a valid signature') {
    super(`${url} answered ${why}: ${answer.code} ${answer.message} ${answer.detail ?? ''}`.trim().slice(0, LONGEST_MESSAGE));
    this.name = 'UntrustedAnswer';
  }
}

export interface ClientOptions {
  /** Address of a listener, such as `http://127.0.0.1:7351`. */
  readonly url: string;
  readonly keys: KeyRing;
  /** A.2 row 1; institutions name themselves by it. */
  readonly orgId?: string;
  readonly travel: Travel;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A fresh id for each request (INT-22); repeats of one request carry the same. */
  readonly newRequestId: () => string;
  /** One attempt's limit in milliseconds. */
  readonly timeoutMs?: number;
  /** Pauses in milliseconds before each further attempt when no answer came. Repeats are safe: the request id makes the server answer them once. */
  readonly retryAfterMs?: readonly number[];
  readonly poster?: HttpPoster;
}

/** The caller's half of a transaction: seals, posts, opens. */
export class TransactionClient {
  private readonly poster: HttpPoster;

  constructor(private readonly options: ClientOptions) {
    this.poster = options.poster ?? new HttpPoster();
  }

  /**
   * Performs one transaction. Throws `Refusal` (the server said no, with its row of table C.4), `UntrustedAnswer`, or `Unreachable` when every attempt
   * went unanswered. Unsigned requests carry no proof of their id, so they are not repeated. `signal` breaks the call off (`Unreachable`).
   */
  async call<I, O>(transaction: Transaction<I, O>, input: I, requestId: string = this.options.newRequestId(), signal?: AbortSignal): Promise<O> {
    const pauses = this.options.travel.signType === 'plain' ? [] : (this.options.retryAfterMs ?? [100, 400]);
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.once(transaction, input, requestId, signal);
      } catch (error) {
        const over = attempt >= pauses.length || signal?.aborted === true || this.poster.isClosed;
        if (!(error instanceof Unreachable) || over) throw error;
        await pause(pauses[attempt]);
      }
    }
  }

  /** Closes the connections, unless they were lent to it (`poster`). Nothing can be called any more. */
  close(): void {
    if (this.options.poster === undefined) this.poster.close();
  }

  private async once<I, O>(transaction: Transaction<I, O>, input: I, requestId: string, signal: AbortSignal | undefined): Promise<O> {
    const { url, keys, travel, orgId, now, timeoutMs = 10_000 } = this.options;
    const data = writeShape(transaction.input, input);
    const request = sealRequest({ ...travel, orgId, transType: transaction.transType, timestamp: now(), requestId, data }, keys);
    const body = await this.poster.post(url.replace(/\/+$/, '') + TRANSACTION_PATH, request, timeoutMs, signal);
    const answer = openResponse(body, keys, { signType: travel.signType, manner: travel.manner, requestId });
    if (!answer.trusted) throw new UntrustedAnswer(url, answer);
    if (answer.code !== returnCodes.success.code) throw refusalOf(answer);
    return dataOf(transaction, url, answer);
  }
}

function dataOf<O>({ output }: Transaction<unknown, O>, url: string, answer: OpenedResponse): O {
  try {
    return readShape(output, answer.data, 'data');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const detail = error.faults.map(({ field, reason }) => `${field}: ${reason}`).join('; ');
    throw new UntrustedAnswer(url, { ...answer, detail }, `data that do not fit table ${output.table}`);
  }
}

/** The refusal an answer carries; its detail is the server's diagnosis, its origin the machine that refused. */
export function refusalOf(answer: OpenedResponse): Refusal {
  const row = findReturnCode(answer.code) ?? returnCodes.unknownError;
  return new Refusal(row, { diagnosis: answer.detail, origin: answer.origin });
}
