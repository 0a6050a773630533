import { createSecretKey, type KeyObject } from 'node:crypto';
import { type BoxKey, boxKey, openBox, sealBox } from '../../crypto/sealed-box.js';
import { hmacSm3 } from '../../crypto/sm3.js';
import type { Clock } from '../clock.js';
import type { Ids } from '../ids.js';
import type { UnitOfWork } from '../persistence/unit-of-work.js';
import { isUniqueViolation } from '../persistence/unique-violation.js';
import { type PlainDataKeys, DataKeyRing } from './data-key-ring.js';

/** A sealed text that does not open: altered, moved to another place, or sealed by another installation. */
export class SealedTextError extends Error {
  override readonly name = 'SealedTextError';
}

const SEALED_TEXT = /^([1-9]\d{0,8})\.([A-Za-z0-9_-]+)$/;

/**
 * Keeps personal data unreadable in the database file and its copies, and still findable.
 *
 * - Sealing is randomised: equal values look different. The `context` (table, column and, where it is known, row) is bound in,
 *   so that a sealed value copied to another place does not open there.
 * - The blind index is a keyed hash: equal values look equal, which is what a lookup or a unique index needs, and nobody
 *   without the key can try out the few million possible values.
 *
 * A sealed text is `<generation of the data key>.<Base64url box>`: after a rotation, older generations still open and only
 * the newest seals.
 */
export class DataProtection {
  readonly #sealingKeys: ReadonlyMap<number, BoxKey>;
  readonly #newest: number;
  readonly #indexKey: KeyObject;

  constructor({ sealing, blindIndex }: PlainDataKeys) {
    this.#sealingKeys = new Map([...sealing].map(([generation, secret]) => [generation, boxKey(secret)]));
    this.#newest = Math.max(...this.#sealingKeys.keys());
    this.#indexKey = createSecretKey(blindIndex);
  }

  /** The sealed form of `plain` for one `context`. */
  seal(plain: string, context: string): string {
    const box = sealBox(this.#sealingKey(this.#newest, context), Buffer.from(plain, 'utf8'), context);
    return `${this.#newest}.${box.toString('base64url')}`;
  }

  /** The text that was sealed. @throws SealedTextError unless it is untouched and `context` is the one it was sealed for. */
  open(sealed: string, context: string): string {
    const [, generation, encoded] = SEALED_TEXT.exec(sealed) ?? [];
    if (!generation || !encoded) throw unopened(context, 'it has not the form of a sealed text');
    const box = Buffer.from(encoded, 'base64url');
    // Base64 has spare bits at its end; without this check two different texts would open to the same value.
    if (box.toString('base64url') !== encoded) throw unopened(context, 'it has not the form of a sealed text');
    const key = this.#sealingKey(Number(generation), context);
    try {
      return openBox(key, box, context).toString('utf8');
    } catch (cause) {
      throw unopened(context, 'it was altered, or sealed for another place or under another key', cause);
    }
  }

  /**
   * 64 hex characters: HMAC-SM3 over the length of `kind`, `kind` and `value`, all as UTF-8. `kind` keeps indexes apart: the same
   * number as an id and as a telephone number gives two unrelated results. Normalise `value` before.
   */
  blindIndex(kind: string, value: string): string {
    return hmacSm3(this.#indexKey, `${Buffer.byteLength(kind)}:`, kind, value).toString('hex');
  }

  #sealingKey(generation: number, context: string): BoxKey {
    const key = this.#sealingKeys.get(generation);
    if (!key) throw unopened(context, `there is no data key of generation ${generation}`);
    return key;
  }
}

function unopened(context: string, why: string, cause?: unknown): SealedTextError {
  return new SealedTextError(`The sealed text of ${context} cannot be opened: ${why}`, { cause });
}

/**
 * Unwraps the data keys of this database with the master key (32 bytes), or creates them at the first start.
 *
 * Two processes may start at once on an empty database. On SQLite the unit of work holds the write lock while it looks and
 * inserts, so the second finds the keys of the first. Elsewhere the unique purpose refuses the second insert, which rolls that
 * unit back; the next look finds the keys of the first.
 *
 * @throws MasterKeyError if the master key has another length or is not the one this database was created with.
 */
export async function unlockDataProtection(unitOfWork: UnitOfWork, masterKey: Uint8Array, clock: Clock, ids: Ids): Promise<DataProtection> {
  const ring = new DataKeyRing(unitOfWork, masterKey, clock, ids);
  const unlock = () => unitOfWork.run(() => ring.loadOrCreate());
  const keys = await unlock().catch((error: unknown) => {
    if (!isUniqueViolation(error)) throw error;
    return unlock();
  });
  return new DataProtection(keys);
}
