import { DeliveryLane, type DeliveryParts } from './delivery-lane.js';

/** Also without a wake-up, so that what another process appended or released is found. */
const LOOK_EVERY_MS = 5_000;

/**
 * Delivers the outbox: in order for each destination and subject, again and again with growing pauses, under one message id, so that the receiver
 * takes each message once. What keeps failing is marked stalled, shown and kept. Every destination has a lane of its own; among replicas of a tier, the
 * one that has the destination's turn delivers.
 */
export class OutboxDelivery {
  private readonly lanes = new Map<string, DeliveryLane>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private stopped = true;

  constructor(private readonly parts: DeliveryParts) {}

  start(): void {
    this.stopped = false;
    this.parts.store.onAppended = (destination) => this.wake(destination);
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS);
    this.timer.unref();
    this.look();
  }

  /** Breaks off what is under way; it is sent again after the next start. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await Promise.all([...this.lanes.values()].map((lane) => lane.stop()));
    await this.looking;
    await this.parts.turns.close();
  }

  private wake(destination: string): void {
    if (this.stopped) return;
    const lane = this.lanes.get(destination) ?? new DeliveryLane(destination, this.parts);
    this.lanes.set(destination, lane);
    lane.wake();
  }

  private look(): void {
    this.looking = this.looking.then(() => this.lookOnce());
  }

  private async lookOnce(): Promise<void> {
    try {
      for (const destination of await this.parts.store.waitingDestinations()) this.wake(destination);
    } catch (error) {
      this.parts.log.error({ error }, 'looking into the outbox failed; trying again');
    }
  }
}
