import { type BoxKey, boxKey, openBox, sealBox } from '../../crypto/sealed-box.js';
import { randomBytesOf } from '../../crypto/random.js';
import type { Clock } from '../clock.js';
import type { Ids } from '../ids.js';
import type { UnitOfWork } from '../persistence/unit-of-work.js';
import type { DataKeyEntity } from './data-key.entity.js';
import { DataKeyStore } from './data-key.store.js';

const KEY_BYTES = 32;
const FIRST_SEALING = 'seal-1';
const SEALING = /^seal-([1-9]\d{0,8})$/;
const BLIND_INDEX = 'blind-index-1';

/** The master key cannot be used with this database. The message never holds key material. */
export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError';
}

/** Unwrapped data keys, 32 bytes each. */
export interface PlainDataKeys {
  /** By generation, at least one. */
  sealing: ReadonlyMap<number, Uint8Array>;
  blindIndex: Uint8Array;
}

/**
 * The data keys of one database: random, made once, stored only wrapped under the master key. So the master key can be exchanged
 * by wrapping two keys anew instead of sealing every row anew, and it can live outside of the database and of its backups.
 */
export class DataKeyRing {
  readonly #store: DataKeyStore;
  readonly #master: BoxKey;
  readonly #clock: Clock;
  readonly #ids: Ids;

  constructor(unitOfWork: UnitOfWork, masterKey: Uint8Array, clock: Clock, ids: Ids) {
    if (masterKey.length !== KEY_BYTES) throw new MasterKeyError(`The master key has ${masterKey.length} bytes, it needs ${KEY_BYTES}`);
    this.#store = new DataKeyStore(unitOfWork);
    this.#master = boxKey(masterKey);
    this.#clock = clock;
    this.#ids = ids;
  }

  /** Call inside a unit of work. Stored keys are unwrapped first: under a wrong master key nothing is created beside them. */
  async loadOrCreate(): Promise<PlainDataKeys> {
    const keys = new Map<string, Buffer>();
    for (const row of await this.#store.all()) keys.set(row.purpose, this.#unwrap(row));
    for (const purpose of [FIRST_SEALING, BLIND_INDEX]) {
      if (!keys.has(purpose)) keys.set(purpose, await this.#create(purpose));
    }
    return { sealing: sealingKeys(keys), blindIndex: keys.get(BLIND_INDEX)! };
  }

  async #create(purpose: string): Promise<Buffer> {
    const secret = randomBytesOf(KEY_BYTES);
    const wrapped = sealBox(this.#master, secret, wrapContext(purpose)).toString('base64');
    await this.#store.insert({ id: this.#ids.id(), purpose, wrapped, createdAt: this.#clock.now() });
    return secret;
  }

  #unwrap({ purpose, wrapped }: DataKeyEntity): Buffer {
    try {
      return openBox(this.#master, Buffer.from(wrapped, 'base64'), wrapContext(purpose));
    } catch (cause) {
      throw new MasterKeyError(
        `The master key is wrong: it does not open the data key "${purpose}" of this database (or the table data_key was altered). ` +
          'Start with the master key that the database was created with; without it nobody can read what is sealed there',
        { cause },
      );
    }
  }
}

/** Bound into the box, so that the key of one purpose cannot be put into the place of another. */
function wrapContext(purpose: string): string {
  return `data_key ${purpose}`;
}

function sealingKeys(keys: ReadonlyMap<string, Buffer>): Map<number, Buffer> {
  const sealing = new Map<number, Buffer>();
  for (const [purpose, secret] of keys) {
    const generation = SEALING.exec(purpose)?.[1];
    if (generation) sealing.set(Number(generation), secret);
  }
  return sealing;
}
