import type { Kernel } from './kernel.js';

const EVERY_MS = 60_000;

/** Forgets answers that no repeat can ask for any more. */
export class Housekeeping {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly kernel: Pick<Kernel, 'work' | 'idempotency' | 'clock' | 'log'>) {}

  start(): void {
    this.timer = setInterval(() => { this.running = this.running.then(() => this.round()); }, EVERY_MS);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** In small units of work, so that nobody waits long for their turn. */
  private async round(): Promise<void> {
    const { work, idempotency, clock, log } = this.kernel;
    try {
      let forgotten: number;
      do forgotten = await work.run(() => idempotency.forgetExpired(clock.now()));
      while (forgotten > 0 && !this.stopped);
    } catch (error) {
      log.error({ error }, 'housekeeping failed; trying again later');
    }
  }
}
