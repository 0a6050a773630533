import { findTransaction } from '../../protocol/transactions/index.js';
import { LONGEST_WHY, MOST_STALLED, type ContactState, type StalledMessage, type TierState } from '../../protocol/transactions/query-tier-state.js';
import type { Clock } from '../clock.js';
import type { HealthChecks } from '../health/health-checks.js';
import type { Contact, Contacts } from '../link/contacts.js';
import { reasonOf, type OutboxLine, type OutboxStore } from '../outbox/outbox.store.js';
import type { ProcessPulse } from './process-pulse.js';
import type { RequestMeter } from './request-meter.js';

/** What the machinery of a tier measures of itself. */
export type MeasuredState = Omit<TierState, 'lags'>;

export interface MonitorParts {
  readonly tier: string;
  readonly clock: Clock;
  readonly meter: RequestMeter;
  readonly pulse: ProcessPulse;
  readonly checks: HealthChecks;
  readonly outbox: OutboxStore;
  readonly contacts: Contacts;
}

/** 运行监测 (5.2.1): what this tier knows of itself, put together when somebody asks. */
export class TierMonitor {
  private readonly startedAt: number;

  constructor(private readonly parts: MonitorParts) {
    this.startedAt = parts.clock.now();
  }

  /** Where the database takes no writes, what stands in it is not asked for: reading might wait for a turn that does not come. */
  async state(): Promise<MeasuredState> {
    const { tier, clock, meter, pulse, contacts, outbox } = this.parts;
    const database = await this.database();
    return {
      tier, at: clock.now(), startedAt: this.startedAt, zones: meter.zones(), transactions: meter.transactions(), process: pulse.read(), database,
      outbox: database.writable ? await outbox.backlogs() : [],
      stalled: database.writable ? (await outbox.stalled(MOST_STALLED)).map(stalledMessage) : [],
      contacts: contacts.all().map(contactState),
    };
  }

  private async database(): Promise<TierState['database']> {
    const check = (await this.parts.checks.run()).find(({ name }) => name === 'database');
    return { writable: check?.ok === true, why: (check?.why ?? 'not looked at').slice(0, LONGEST_WHY) };
  }
}

function stalledMessage(line: OutboxLine): StalledMessage {
  const { sequence, destination, transType, createdAt, attempts } = line;
  const subjectKind = findTransaction(transType)?.input.title.replace(/输入参数$/, '') ?? transType;
  return { sequence, peer: destination, transType, subjectKind, createdAt, attempts, lastError: reasonOf(line, LONGEST_WHY) };
}

function contactState({ roundTripMs, failure, ...contact }: Contact): ContactState {
  return { ...contact, failure: failure?.slice(0, LONGEST_WHY), roundTripMs: roundTripMs === undefined ? undefined : Math.round(roundTripMs) };
}
