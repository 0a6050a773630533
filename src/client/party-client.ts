import { randomUUID } from 'node:crypto';
import { keyRing, type KeyRingTexts } from '../protocol/key-ring.js';
import type { Travel } from '../protocol/seal.js';
import type { ShapeType } from '../protocol/shape.js';
import type { Transaction } from '../protocol/transaction.js';
import { transactions } from '../protocol/transactions/index.js';
import { machineTime } from './clock.js';
import type { HttpPoster } from './http-post.js';
import type { Plain } from './plain.js';
import { TransactionClient } from './transaction-client.js';

/** A row of the catalogue by the name it has there. */
export type RowName = keyof typeof transactions;
export type InputOf<Name extends RowName> = Plain<ShapeType<(typeof transactions)[Name]['input']>>;
export type OutputOf<Name extends RowName> = ShapeType<(typeof transactions)[Name]['output']>;

/** What one registered application needs to speak (INT-21). */
export interface PartyOptions {
  /** As the decision notice (反馈单) or the institution's registration handed them over. */
  readonly keys: KeyRingTexts;
  /** How requests travel; signed with SM2 and encrypted with SM4 where nothing is said. */
  readonly travel?: Travel;
  /** One attempt's limit in milliseconds; 10 seconds where nothing is said. */
  readonly timeoutMs?: number;
  /** Pauses in milliseconds before each further attempt when no answer came. */
  readonly retryAfterMs?: readonly number[];
  /** Epoch milliseconds; this machine's time where nothing is said. */
  readonly now?: () => number;
  /** Connections to be shared by several clients. */
  readonly poster?: HttpPoster;
}

/** How one call departs from the usual. */
export interface CallOptions {
  /**
   * The id of this request (INT-22): whoever keeps it with the business before calling can repeat the very call after a crash and gets the first answer.
   * A fresh one where nothing is said.
   */
  readonly requestId?: string;
  /** Breaks the call off. */
  readonly signal?: AbortSignal;
}

/** One party at one address: performs rows of the catalogue by name. */
export class PartyClient {
  private readonly client: TransactionClient;

  constructor(url: string, { keys, travel = { signType: 'SM2', encType: 'SM4' }, ...rest }: PartyOptions, orgId?: string) {
    this.client = new TransactionClient({ url, keys: keyRing(keys), orgId, travel, now: machineTime, newRequestId: randomUUID, ...rest });
  }

  /** Throws what `TransactionClient.call` throws. */
  ask<Name extends RowName>(name: Name, input: InputOf<Name>, { requestId, signal }: CallOptions = {}): Promise<OutputOf<Name>> {
    const row = transactions[name] as unknown as Transaction<InputOf<Name>, OutputOf<Name>>;
    return this.client.call(row, input, requestId, signal);
  }

  /** Closes the connections, unless they were lent to it. */
  close(): void {
    this.client.close();
  }
}
