import { isoTime, type Clock } from '../clock.js';
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
  readonly clock: Clock;
}

/** Looks at what this tier needs (database) and at what it depends on (outbox, peers). */
export class HealthChecks {
  constructor(private readonly parts: HealthParts) {}

  async run(): Promise<HealthCheck[]> {
    return [await this.database(), await this.outbox(), ...this.peers()];
  }

  private async database(): Promise<HealthCheck> {
    try {
      await this.parts.work.run(() => this.parts.work.writer().query('SELECT 1'));
      return { name: 'database', ok: true, needed: true, why: 'takes writes' };
    } catch (error) {
      return { name: 'database', ok: false, needed: true, why: `takes no writes: ${(error as Error).message}` };
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
      const contact = this.parts.link.contactWith(name);
      if (contact === undefined) return { name: `peer ${name}`, ok: true, needed: false, why: 'not called yet' };
      const last = `last called ${isoTime(contact.at)}`;
      return { name: `peer ${name}`, ok: contact.failure === undefined, needed: false, why: contact.failure === undefined ? last : `${last}: ${contact.failure}` };
    });
  }
}
