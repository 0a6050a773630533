import { isoTime, type Clock } from '../clock.js';
import type { Contacts } from '../link/contacts.js';
import type { PeerLink } from '../link/peer-link.js';
import type { OutboxStore } from '../outbox/outbox.store.js';
import type { UnitOfWork } from '../persistence/unit-of-work.js';

/** One thing that is looked at, and in words why it is as it is. */
export interface HealthCheck {
  readonly name: string;
  readonly ok: boolean;
  /** Without it the tier cannot answer; others are told but do not take it out of service. */
  readonly needed: boolean;
  readonly why: string;
}

export interface HealthParts {
  readonly work: UnitOfWork;
  readonly outbox: OutboxStore;
  readonly link: PeerLink;
  readonly contacts: Contacts;
  readonly clock: Clock;
}

/** Everybody may ask, and the look takes the writers' turn: it is taken five times a second at most. */
const FRESH_MS = 200;
const LONGEST_WAIT_S = 2;

/** Looks at what this tier needs (database) and at what it depends on (outbox, peers). */
export class HealthChecks {
  private last: { readonly at: number; readonly checks: Promise<HealthCheck[]> } | undefined;
  private probe: Promise<string | undefined> | undefined;

  constructor(private readonly parts: HealthParts) {}

  async run(): Promise<HealthCheck[]> {
    const at = performance.now();
    if (this.last === undefined || at - this.last.at > FRESH_MS) this.last = { at, checks: this.look() };
    return [...await this.last.checks, ...this.peers()];
  }

  private async look(): Promise<HealthCheck[]> {
    const database = await this.database();
    // Reading, too, would wait for a turn that does not come.
    const outbox = database.ok ? await this.outbox() : { name: 'outbox', ok: false, needed: false, why: 'not known without the database' };
    return [database, outbox];
  }

  private async database(): Promise<HealthCheck> {
    this.probe ??= this.tryToWrite().finally(() => { this.probe = undefined; });
    const why = await inTime(this.probe, `no turn within ${LONGEST_WAIT_S} s`);
    return { name: 'database', ok: why === undefined, needed: true, why: why === undefined ? 'takes writes' : `takes no writes: ${why}` };
  }

  /** A write that changes nothing; a mere BEGIN would be granted on a read-only file. Undefined when it worked, else why not. */
  private async tryToWrite(): Promise<string | undefined> {
    try {
      await this.parts.work.run(() => this.parts.work.writer().query('UPDATE "data_key" SET "id" = "id" WHERE 1 = 0'));
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  private async outbox(): Promise<HealthCheck> {
    try {
      const { pending, stalled, oldest } = await this.parts.outbox.backlog();
      const since = oldest === undefined ? '' : `, oldest ${Math.round((this.parts.clock.now() - oldest) / 1000)} s`;
      return { name: 'outbox', ok: stalled === 0, needed: false, why: `${pending} waiting, ${stalled} stalled${since}` };
    } catch (error) {
      return { name: 'outbox', ok: false, needed: false, why: (error as Error).message };
    }
  }

  private peers(): HealthCheck[] {
    return this.parts.link.names.map((name) => {
      const { failure, lastSuccessAt, lastFailureAt } = this.parts.contacts.find(name) ?? {};
      const at = failure === undefined ? lastSuccessAt : lastFailureAt;
      if (at === undefined) return { name: `peer ${name}`, ok: true, needed: false, why: 'not called yet' };
      const last = `last called ${isoTime(at)}`;
      return { name: `peer ${name}`, ok: failure === undefined, needed: false, why: failure === undefined ? last : `${last}: ${failure}` };
    });
  }
}

/** What `asked` comes to, or `otherwise` when it takes too long; `asked` goes on. */
async function inTime(asked: Promise<string | undefined>, otherwise: string): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => { timer = setTimeout(() => resolve(otherwise), LONGEST_WAIT_S * 1000); });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
