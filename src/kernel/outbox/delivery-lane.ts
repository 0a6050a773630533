import { setMaxListeners } from 'node:events';
import { Unreachable } from '../../client/http-post.js';
import { UntrustedAnswer } from '../../client/transaction-client.js';
import { returnCodes } from '../../protocol/dictionaries/return-codes.js';
import { parseLexicalJson, type LexicalObject } from '../../protocol/lexical-json.js';
import { Refusal } from '../../protocol/refusal.js';
import { readShape } from '../../protocol/shape.js';
import { findTransaction } from '../../protocol/transactions/index.js';
import type { Clock } from '../clock.js';
import type { OutboxConfig } from '../config/kernel-config.js';
import { redactText } from '../journal/redaction.js';
import { UnknownPeer, type PeerLink } from '../link/peer-link.js';
import type { Log } from '../log.js';
import type { DeliveryTurns } from '../persistence/delivery-turns.js';
import type { UnitOfWork } from '../persistence/unit-of-work.js';
import type { OutboxMessage, OutboxStore } from './outbox.store.js';

export interface DeliveryParts {
  readonly store: OutboxStore;
  readonly link: PeerLink;
  readonly work: UnitOfWork;
  readonly turns: DeliveryTurns;
  readonly clock: Clock;
  readonly config: OutboxConfig;
  readonly log: Log;
}

const AT_ONCE = 16;
const SHORTEST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 5_000;
const AFTER_OWN_TROUBLE_MS = 5_000;
const LONGEST_WAIT_FOR_TURN_MS = 1_000;

/**
 * Delivers to one destination, sixteen messages at a time. One that does not answer is asked with a single message after growing pauses: thousands of
 * attempts would only load both sides. It never keeps another destination waiting.
 */
export class DeliveryLane {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  /** Until its pause is over, new messages do not make a silent destination be asked. */
  private quiet = false;
  /** Rounds in a row in which the destination did not answer. */
  private silences = 0;
  /** Looks in a row at which another replica was delivering here. */
  private waits = 0;
  private readonly halt = new AbortController();

  constructor(private readonly destination: string, private readonly parts: DeliveryParts) {
    setMaxListeners(0, this.halt.signal);
  }

  /** Looks for what is due, now or, where a look is under way, right after it. */
  wake(): void {
    this.again = true;
    if (!this.quiet && !this.stopped) this.running ??= this.rounds();
  }

  /** Breaks off what is under way: it stays pending, and the receiver knows it again by its id. */
  async stop(): Promise<void> {
    this.halt.abort();
    clearTimeout(this.timer);
    await this.running;
  }

  private get stopped(): boolean {
    return this.halt.signal.aborted;
  }

  private async rounds(): Promise<void> {
    clearTimeout(this.timer);
    let pause: number | undefined;
    do {
      this.again = false;
      pause = await this.round();
    } while (this.again && !this.quiet && !this.stopped);
    // Nothing may be awaited between the last look at `again` and here: a wake-up in between would be lost.
    this.running = undefined;
    if (pause !== undefined) this.wakeAfter(pause);
  }

  /** One look and what follows from it. Gives the pause before the next look; undefined where only a new message can bring something to do. */
  private async round(): Promise<number | undefined> {
    try {
      const endTurn = await this.parts.turns.take(this.destination);
      if (endTurn === undefined) return this.pauseForTurn();
      this.waits = 0;
      try {
        return await this.roundInTurn();
      } finally {
        await endTurn();
      }
    } catch (error) {
      this.parts.log.error({ destination: this.destination, error }, 'outbox delivery failed; trying again');
      this.quiet = true;
      return AFTER_OWN_TROUBLE_MS;
    }
  }

  private async roundInTurn(): Promise<number | undefined> {
    const { store, clock } = this.parts;
    const messages = await store.due(this.destination, clock.now(), this.silences > 0 ? 1 : AT_ONCE);
    if (messages.length === 0) return this.untilNext();
    return this.afterwards(await settledAll(messages.map((message) => this.deliver(message))));
  }

  /** Whoever has the turn takes what is new as well; looking again is for the moment in which it stops. */
  private pauseForTurn(): number {
    this.waits += 1;
    return Math.min(LONGEST_WAIT_FOR_TURN_MS, SHORTEST_PAUSE_MS * 2 ** Math.min(this.waits, 10));
  }

  private async untilNext(): Promise<number | undefined> {
    const next = await this.parts.store.nextDue(this.destination);
    return next === undefined ? undefined : Math.max(SHORTEST_PAUSE_MS, next - this.parts.clock.now());
  }

  private afterwards(answers: readonly boolean[]): number {
    const silent = answers.includes(false);
    this.silences = silent ? this.silences + 1 : 0;
    // A delivered message may have stood before others of its line.
    this.again = true;
    this.quiet = silent;
    return this.pauseAfter(this.silences);
  }

  /** True when the destination answered, whatever it said. */
  private async deliver(message: OutboxMessage): Promise<boolean> {
    let answer: object;
    try {
      answer = await this.send(message);
    } catch (error) {
      if (!this.stopped) await this.failed(message, error);
      return answered(error);
    }
    await this.parts.work.run(() => this.parts.store.markDelivered(message, answer));
    return true;
  }

  private async send(message: OutboxMessage): Promise<object> {
    const row = findTransaction(message.transType);
    if (row === undefined) throw new Error(`no transaction ${message.transType} in the catalogue`);
    const input: unknown = readShape(row.input, parseLexicalJson(this.parts.store.dataOf(message)) as LexicalObject, 'data');
    return this.parts.link.send<unknown, object>(message.destination, row, input, message.messageId, this.halt.signal);
  }

  private async failed(message: OutboxMessage, error: unknown): Promise<void> {
    const { store, clock, config, work, log } = this.parts;
    const attempts = message.attempts + 1;
    const stalled = attempts >= (isPassing(error) ? config.attemptsWhenUnreachable : config.attemptsWhenRefused);
    const text = redactText(sentenceOf(error)).slice(0, 500);
    await work.run(() => store.markFailed(message, text, stalled ? undefined : clock.now() + this.pauseAfter(attempts)));
    const about = { destination: message.destination, transType: message.transType, messageId: message.messageId, attempts, error: text };
    if (stalled) log.error(about, 'outbox message stalled');
    else log.warn(about, 'outbox message not delivered yet');
  }

  private pauseAfter(failures: number): number {
    const { firstRetryMs, longestRetryMs } = this.parts.config;
    return failures === 0 ? 0 : Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(failures - 1, 20));
  }

  private wakeAfter(ms: number): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.quiet = false;
      this.wake();
    }, this.quiet ? ms : Math.min(ms, LONGEST_PAUSE_MS));
    this.timer.unref();
  }
}

/** Waits for all, then fails with the first error: none may go on unwatched. */
async function settledAll(sending: readonly Promise<boolean>[]): Promise<boolean[]> {
  await Promise.allSettled(sending);
  return Promise.all(sending);
}

const sentenceOf = (error: unknown): string => {
  if (error instanceof Refusal) return [error.message, error.diagnosis, ...error.faults.map(({ field, reason }) => `${field}: ${reason}`)].filter(Boolean).join(' ');
  return error instanceof Error ? error.message : String(error);
};

const PASSING: readonly number[] = [returnCodes.unknownError.code, returnCodes.timeout.code, returnCodes.rateLimited.code];

/** Whether a refused attempt says nothing about the message: the line is down, the keys do not fit yet, or the receiver has trouble of its own. */
function isPassing(error: unknown): boolean {
  return error instanceof Refusal ? PASSING.includes(error.returnCode.code) : !answered(error);
}

/** Whether the receiver was reached, so that others may follow at once. A message that we cannot read ourselves says nothing about it. */
function answered(error: unknown): boolean {
  if (error instanceof Refusal) return error.returnCode.code !== returnCodes.rateLimited.code;
  return !(error instanceof Unreachable || error instanceof UntrustedAnswer || error instanceof UnknownPeer);
}
