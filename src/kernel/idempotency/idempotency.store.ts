import type { DataProtection } from '../protection/data-protection.js';
import type { UnitOfWork } from '../persistence/unit-of-work.js';
import { IdempotencyRecordEntity } from './idempotency-record.entity.js';

/** What makes two requests the same one (INT-22). */
export interface RequestKey {
  readonly caller: string;
  readonly requestId: string;
  /** SM3 over what is asked. */
  readonly bodyHash: string;
  /** SM3 over the normalised signature; undefined for unsigned requests. */
  readonly signatureHash: string | undefined;
}

/** How an earlier request relates to this one. */
export type Earlier =
  | { readonly is: 'none' }
  /** The same request: here is its answer. */
  | { readonly is: 'repeat'; readonly answer: string }
  /** The same id with other content, or the same signature under another id. */
  | { readonly is: 'misuse'; readonly why: string };

const contextOf = ({ caller, requestId }: Pick<RequestKey, 'caller' | 'requestId'>): string => `idempotency.answer:${caller} ${requestId}`;

const FORGOTTEN_AT_ONCE = 1_000;

/** Answers already given, sealed, as long as a repeat of their request may come. */
export class IdempotencyStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  /** Looks for an earlier request with this id or this signature. */
  async find(key: RequestKey): Promise<Earlier> {
    const { caller, requestId, bodyHash, signatureHash } = key;
    const records = this.work.reader().getRepository(IdempotencyRecordEntity);
    const byId = await records.findOneBy({ caller, requestId });
    if (byId !== null) return byId.bodyHash === bodyHash ? this.repeat(byId) : { is: 'misuse', why: 'this request id stands for another request' };
    if (signatureHash === undefined || !(await records.existsBy({ caller, signatureHash }))) return { is: 'none' };
    return { is: 'misuse', why: 'this signature was used with another request id' };
  }

  /** Keeps the answer, inside the unit of work that made it true. `expiresAt` undefined keeps it for good. */
  async record(key: RequestKey, answer: string, at: number, expiresAt: number | undefined): Promise<void> {
    await this.work.writer().getRepository(IdempotencyRecordEntity).insert({
      caller: key.caller, requestId: key.requestId, bodyHash: key.bodyHash, signatureHash: key.signatureHash ?? null,
      answer: this.protection.seal(answer, contextOf(key)), createdAt: at, expiresAt: expiresAt ?? null,
    });
  }

  /** Forgets up to a thousand answers whose requests have become stale; gives their number. More at once would keep every other writer waiting. */
  async forgetExpired(now: number): Promise<number> {
    const some = `SELECT "caller", "request_id" FROM "idempotency_record" WHERE "expires_at" < :now LIMIT ${FORGOTTEN_AT_ONCE}`;
    const gone = await this.work.writer().getRepository(IdempotencyRecordEntity).createQueryBuilder().delete()
      .where(`("caller", "request_id") IN (${some})`, { now }).execute();
    return gone.affected ?? 0;
  }

  private repeat(record: IdempotencyRecordEntity): Earlier {
    return { is: 'repeat', answer: this.protection.open(record.answer, contextOf(record)) };
  }
}
