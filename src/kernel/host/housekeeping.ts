import type { Kernel } from './kernel.js';

const EVERY_MS = 60_000;

/** Forgets answers that no repeat can ask for any more. */
export class Housekeeping {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly kernel: Pick<Kernel, 'work' | 'idempotency' | 'clock' | 'log'>) {}

  start(): void {
    this.timer = setInterval(() => { this.running = this.round(); }, EVERY_MS);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async round(): Promise<void> {
    const { work, idempotency, clock, log } = this.kernel;
    try {
      await work.run(() => idempotency.forgetExpired(clock.now()));
    } catch (error) {
      log.error({ error }, 'housekeeping failed; trying again later');
    }
  }
}
