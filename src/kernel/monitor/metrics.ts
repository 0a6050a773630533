import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { outcomeClassOf } from '../../protocol/outcome-class.js';
import { findReturnCode } from '../../protocol/dictionaries/return-codes.js';
import type { MeasuredState, TierMonitor } from './tier-monitor.js';
import { boundedTransType, DURATION_BOUNDS_MS, type Answered } from './request-meter.js';

/**
 * What this tier measures, for Prometheus. Labels are names of zones, transactions of the catalogue, return codes and configured peers: bounded, and
 * nothing of persons. A registry of its own, because several tiers may live in one process.
 */
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests = this.counter('requests_total', 'Answered transactions', ['zone', 'trans_type', 'code', 'class']);
  private readonly durations = new Histogram({
    name: 'openec_request_duration_seconds', help: 'Time to the answer inside this tier', labelNames: ['zone', 'trans_type'],
    buckets: DURATION_BOUNDS_MS.map((ms) => ms / 1_000), registers: [this.registry],
  });
  private readonly databaseWritable = this.gauge('database_writable', '1 when the database takes writes');
  private readonly eventLoopDelay = this.gauge('event_loop_delay_seconds', 'Delay of the event loop in the last one to two minutes', ['quantile']);
  private readonly memory = this.gauge('memory_bytes', 'Memory of the process', ['kind']);
  private readonly outbox = this.gauge('outbox_messages', 'Messages that are not delivered', ['peer', 'state']);
  private readonly outboxAge = this.gauge('outbox_oldest_age_seconds', 'Age of the oldest message that is not delivered', ['peer']);
  private readonly contactUp = this.gauge('contact_up', '1 when the last call to another machine was answered', ['contact']);
  private readonly roundTrip = this.gauge('contact_round_trip_seconds', 'How long the last answer of another machine took', ['contact']);
  private readonly contactCalls = this.counter('contact_calls_total', 'Calls to other machines', ['contact', 'outcome']);

  constructor(private readonly monitor: TierMonitor, tier: string) {
    this.registry.setDefaultLabels({ tier });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  note({ zone, transType, code, ms }: Answered): void {
    const bounded = boundedTransType(transType);
    this.requests.inc({ zone, trans_type: bounded, code, class: outcomeClassOf(findReturnCode(code)?.name ?? 'unknownError') });
    if (ms !== undefined) this.durations.observe({ zone, trans_type: bounded }, ms / 1_000);
  }

  /** All metrics in the text format of Prometheus. */
  async text(): Promise<string> {
    this.take(await this.monitor.state());
    return this.registry.metrics();
  }

  private take({ database, process, outbox, contacts, at }: MeasuredState): void {
    for (const each of [this.outbox, this.outboxAge, this.contactUp, this.roundTrip, this.contactCalls]) each.reset();
    this.databaseWritable.set(database.writable ? 1 : 0);
    this.eventLoopDelay.set({ quantile: '0.99' }, process.eventLoopDelayMs / 1_000);
    this.eventLoopDelay.set({ quantile: '1' }, process.worstEventLoopDelayMs / 1_000);
    this.memory.set({ kind: 'resident' }, process.residentBytes);
    this.memory.set({ kind: 'heap_used' }, process.heapUsedBytes);
    for (const { peer, pending, stalled, oldestAt } of outbox) {
      this.outbox.set({ peer, state: 'pending' }, pending);
      this.outbox.set({ peer, state: 'stalled' }, stalled);
      this.outboxAge.set({ peer }, (at - oldestAt) / 1_000);
    }
    for (const contact of contacts) this.takeContact(contact);
  }

  private takeContact({ name, calls, failures, failuresInRow, roundTripMs }: MeasuredState['contacts'][number]): void {
    this.contactCalls.inc({ contact: name, outcome: 'answered' }, calls - failures);
    this.contactCalls.inc({ contact: name, outcome: 'failed' }, failures);
    if (calls > 0) this.contactUp.set({ contact: name }, failuresInRow === 0 ? 1 : 0);
    if (roundTripMs !== undefined) this.roundTrip.set({ contact: name }, roundTripMs / 1_000);
  }

  private gauge(name: string, help: string, labelNames: string[] = []): Gauge {
    return new Gauge({ name: `openec_${name}`, help, labelNames, registers: [this.registry] });
  }

  private counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ name: `openec_${name}`, help, labelNames, registers: [this.registry] });
  }
}
