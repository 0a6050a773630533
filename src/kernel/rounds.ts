/** Repeats an act at an interval, never two at a time: while one is under way the next is left out. The act answers for its own errors. */
export class Rounds {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(private readonly act: () => Promise<void>, private readonly everyMs: number) {}

  /** The process may end in spite of it. */
  start(): void {
    this.timer = setInterval(() => { this.running ??= this.act().finally(() => { this.running = undefined; }); }, this.everyMs);
    this.timer.unref();
  }

  /** Waits for the one under way. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }
}
