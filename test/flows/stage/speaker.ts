import type { HttpPoster } from '../../../src/client/http-post.js';
import type { Plain as Loose } from '../../../src/client/plain.js';
import { TransactionClient } from '../../../src/client/transaction-client.js';
import { keyRing, type KeyRing, type KeyRingTexts } from '../../../src/protocol/key-ring.js';
import { Refusal } from '../../../src/protocol/refusal.js';
import type { Travel } from '../../../src/protocol/seal.js';
import type { Transaction } from '../../../src/protocol/transaction.js';

export type { Loose };

/** What everybody on one stage shares. */
export interface Air {
  readonly now: () => number;
  readonly newId: () => string;
  /** Looks at every answer. */
  readonly poster: HttpPoster;
  /** For answers that somebody on the line may have altered. */
  readonly unwatched: HttpPoster;
}

/** How one request is sent, where it is not as usual. */
export interface How {
  /** The same for every repeat of one request (INT-22). */
  readonly requestId?: string;
  /** Another address than the addressee's own: a proxy before it, or another zone. */
  readonly via?: string;
  readonly travel?: Travel;
  /** Epoch milliseconds. */
  readonly timestamp?: number;
  readonly timeoutMs?: number;
  readonly retryAfterMs?: readonly number[];
}

/** How everybody speaks unless a test says otherwise. */
export const SIGNED_AND_ENCRYPTED: Travel = { signType: 'SM2', encType: 'SM4' };

/** The voice of an actor: one application's keys (INT-21), heard through `client/` and nothing else. */
export class Speaker {
  readonly keys: KeyRing;

  constructor(texts: KeyRingTexts, private readonly air: Air, readonly orgId?: string) {
    this.keys = keyRing(texts);
  }

  /** Performs one transaction at an address. Throws what the client throws: `Refusal` (its message tells why as well), `UntrustedAnswer`, `Unreachable`. */
  async ask<I, O>(at: string, transaction: Transaction<I, O>, input: Loose<I>, how: How = {}): Promise<O> {
    const { now, newId } = this.air;
    const poster = how.via === undefined ? this.air.poster : this.air.unwatched;
    const { requestId, via = at, travel = SIGNED_AND_ENCRYPTED, timestamp, timeoutMs, retryAfterMs } = how;
    const client = new TransactionClient({
      url: via, keys: this.keys, orgId: this.orgId, travel, now: () => timestamp ?? now(), newRequestId: newId, timeoutMs, retryAfterMs, poster,
    });
    try {
      return await client.call(transaction, input as unknown as I, requestId);
    } catch (error) {
      if (error instanceof Refusal) error.message += ` (${[error.diagnosis, error.origin].filter(Boolean).join(', ')})`;
      throw error;
    }
  }
}
