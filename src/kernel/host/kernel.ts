import type { Type } from '@nestjs/common';
import type { Sm2Engine } from '../../crypto/sm2.js';
import { catalogue } from '../../protocol/transactions/index.js';
import { fieldsByPrivacy } from '../../protocol/privacy.js';
import { systemClock, type Clock } from '../clock.js';
import { databasePlace } from '../config/database-config.js';
import type { KernelConfig } from '../config/kernel-config.js';
import type { Observer } from '../dispatch/observer.js';
import { IdempotencyStore } from '../idempotency/idempotency.store.js';
import { systemIds, type Ids } from '../ids.js';
import { JournalStore } from '../journal/journal.store.js';
import { Contacts } from '../link/contacts.js';
import { PeerLink } from '../link/peer-link.js';
import { openLog, type Log } from '../log.js';
import { OutboxStore } from '../outbox/outbox.store.js';
import { dataSourceOptions } from '../persistence/data-source-options.js';
import { deliveryTurns, type DeliveryTurns } from '../persistence/delivery-turns.js';
import { kernelEntities } from '../persistence/kernel-entities.js';
import { openDataSource, type BeforeMigrating, type DataSource } from '../persistence/open-data-source.js';
import { UnitOfWork } from '../persistence/unit-of-work.js';
import { unlockDataProtection, type DataProtection } from '../protection/data-protection.js';
import { sm2EngineOf } from '../sm2-engine.js';
import type { TierDefinition } from './tier-definition.js';

/** What a start may replace or add: the clock and ids of tests, the narrator of the demo, doors of the sandbox. */
export interface KernelParts {
  /** Modules beside the tier's own; none in production. */
  readonly beside?: readonly Type[];
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly observe?: Observer;
  readonly log?: Log;
  readonly beforeMigrating?: BeforeMigrating;
}

/** The machinery of one tier, opened: database migrated, data keys unlocked. Several may live in one process. */
export interface Kernel {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly observe: Observer;
  readonly sm2: Sm2Engine;
  readonly dataSource: DataSource;
  readonly work: UnitOfWork;
  readonly protection: DataProtection;
  readonly journal: JournalStore;
  readonly idempotency: IdempotencyStore;
  readonly outbox: OutboxStore;
  readonly turns: DeliveryTurns;
  readonly contacts: Contacts;
  readonly link: PeerLink;
}

/** Opens the machinery of a tier. Throws with one sentence for the operator when database or master key do not hold. */
export async function openKernel<C extends KernelConfig>(tier: TierDefinition<C>, config: C, parts: KernelParts): Promise<Kernel> {
  const clock = parts.clock ?? systemClock;
  const ids = parts.ids ?? systemIds(clock);
  const log = parts.log ?? openLog({ level: config.log.level, tier: tier.nameOf(config), clock, ...fieldsByPrivacy(catalogue) });
  const sm2 = sm2EngineOf(config, log);
  const dataSource = await openDatabase(tier, config, parts.beforeMigrating);
  try {
    const work = new UnitOfWork(dataSource, (error) => log.error({ error }, 'a task after commit failed'));
    const protection = await unlockDataProtection(work, Buffer.from(config.keys.masterKey, 'hex'), clock, ids);
    const journal = new JournalStore(work, clock);
    const idempotency = new IdempotencyStore(work, protection);
    const outbox = new OutboxStore(work, protection, clock, ids);
    const contacts = new Contacts(clock);
    const link = new PeerLink({ peers: config.peers, signingKey: config.keys.signingKey, engine: sm2, work, clock, ids, contacts });
    const turns = deliveryTurns(dataSource);
    const observe = parts.observe ?? (() => undefined);
    return { clock, ids, log, sm2, observe, dataSource, work, protection, journal, idempotency, outbox, turns, contacts, link };
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}

/** Opens the database of a tier and nothing else, and brings its schema up to date. Throws with one sentence for the operator. */
export function openDatabase<C extends KernelConfig>(tier: TierDefinition<C>, config: C, beforeMigrating?: BeforeMigrating): Promise<DataSource> {
  return openDataSource(databaseOptions(tier, config), beforeMigrating);
}

/** Driver, place, entities and migrations of a tier's database. */
export function databaseOptions<C extends KernelConfig>(tier: TierDefinition<C>, config: C): ReturnType<typeof dataSourceOptions> {
  return dataSourceOptions({ ...databasePlace(config.database), entities: [...kernelEntities, ...tier.entities], migrations: [...tier.migrations] });
}
