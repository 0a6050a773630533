import { returnCodes } from '../../protocol/dictionaries/return-codes.js';
import { Refusal } from '../../protocol/refusal.js';
import { catalogue } from '../../protocol/transactions/index.js';
import { parseLexicalJson, type LexicalObject } from '../../protocol/lexical-json.js';
import { readShape } from '../../protocol/shape.js';
import type { Clock } from '../clock.js';
import type { OutboxConfig } from '../config/kernel-config.js';
import type { PeerLink } from '../link/peer-link.js';
import type { Log } from '../log.js';
import type { UnitOfWork } from '../persistence/unit-of-work.js';
import type { OutboxMessage, OutboxStore } from './outbox.store.js';

const AT_ONCE = 16;
/** Also without a wake-up, so that what another process appended is found. */
const LONGEST_SLEEP_MS = 5_000;

export interface DeliveryParts {
  readonly store: OutboxStore;
  readonly link: PeerLink;
  readonly work: UnitOfWork;
  readonly clock: Clock;
  readonly config: OutboxConfig;
  readonly log: Log;
}

/**
 * Delivers the outbox: in order for each destination and subject, again and again with growing pauses, under one message id, so that the receiver
 * takes each message once. What keeps failing is marked stalled, shown and kept.
 */
export class OutboxDelivery {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private stopped = true;

  constructor(private readonly parts: DeliveryParts) {}

  start(): void {
    this.stopped = false;
    this.parts.store.onAppended = () => this.wake();
    this.wake();
  }

  /** Ends after the message under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private wake(): void {
    if (this.stopped) return;
    this.again = true;
    this.running ??= this.rounds().finally(() => { this.running = undefined; });
  }

  private async rounds(): Promise<void> {
    clearTimeout(this.timer);
    try {
      while (this.again && !this.stopped) {
        this.again = false;
        await this.round();
      }
      await this.sleep();
    } catch (error) {
      this.parts.log.error({ error }, 'outbox delivery failed; trying again');
      this.sleepFor(LONGEST_SLEEP_MS);
    }
  }

  private async round(): Promise<void> {
    const { store, clock } = this.parts;
    const messages = await store.due(clock.now(), AT_ONCE);
    await Promise.all(messages.map((message) => this.deliver(message)));
    // A delivered message may have stood before others of its line.
    if (messages.length > 0) this.again = true;
  }

  private async deliver(message: OutboxMessage): Promise<void> {
    const { store, link, work } = this.parts;
    try {
      const row = catalogue.find((each) => each.transType === message.transType);
      if (row === undefined) throw new Error(`no transaction ${message.transType} in the catalogue`);
      const input: unknown = readShape(row.input, parseLexicalJson(message.data) as LexicalObject, 'data');
      await link.send(message.destination, row, input, message.messageId);
    } catch (error) {
      await this.failed(message, error);
      return;
    }
    await work.run(() => store.markDelivered(message.sequence));
  }

  private async failed(message: OutboxMessage, error: unknown): Promise<void> {
    const { store, clock, config, work, log } = this.parts;
    const attempts = message.attempts + 1;
    const stalled = attempts >= (isVerdict(error) ? config.attemptsWhenRefused : config.attemptsWhenUnreachable);
    const pause = Math.min(config.longestRetryMs, config.firstRetryMs * 2 ** Math.min(attempts - 1, 20));
    const text = error instanceof Error ? `${error.message} ${error instanceof Refusal ? (error.diagnosis ?? '') : ''}`.trim() : String(error);
    await work.run(() => store.markFailed(message, text.slice(0, 500), stalled ? undefined : clock.now() + pause));
    const about = { destination: message.destination, transType: message.transType, messageId: message.messageId, attempts, error: text };
    if (stalled) log.error(about, 'outbox message stalled');
    else log.warn(about, 'outbox message not delivered yet');
  }

  private async sleep(): Promise<void> {
    const next = await this.parts.store.nextDue();
    if (next !== undefined) this.sleepFor(Math.min(LONGEST_SLEEP_MS, Math.max(20, next - this.parts.clock.now())));
    else this.sleepFor(LONGEST_SLEEP_MS);
  }

  private sleepFor(ms: number): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.wake(), ms);
    this.timer.unref();
  }
}

const PASSING: readonly number[] = [returnCodes.unknownError.code, returnCodes.timeout.code, returnCodes.rateLimited.code];

/** The receiver has judged the message itself; trouble of its own passes and is waited out like a line that is down. */
function isVerdict(error: unknown): boolean {
  return error instanceof Refusal && !PASSING.includes(error.returnCode.code);
}
