import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ProcessState } from '../../protocol/transactions/query-tier-state.js';

/** How often the event loop is felt; a timer that is late by more than its own period was kept waiting. */
const RESOLUTION_MS = 20;
const PERIOD_MS = 60_000;
/** Below so many turns (5 s), as after a start or a turn of the period, the hundredth part of them says nothing. */
const LEAST_TURNS = 250;
const NANOSECONDS_PER_MS = 1e6;

type Delays = Pick<ProcessState, 'eventLoopDelayMs' | 'worstEventLoopDelayMs'>;

/** How the process is: memory now, and the delay of the event loop in the last one to two minutes. Several tiers in one process tell the same. */
export class ProcessPulse {
  private readonly histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private former: Delays = { eventLoopDelayMs: 0, worstEventLoopDelayMs: 0 };
  private timer: NodeJS.Timeout | undefined;

  start(): void {
    this.histogram.enable();
    this.timer = setInterval(() => this.turn(), PERIOD_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.histogram.disable();
  }

  read(): ProcessState {
    const { rss, heapUsed } = process.memoryUsage();
    const now = this.delays();
    return {
      eventLoopDelayMs: Math.max(now.eventLoopDelayMs, this.former.eventLoopDelayMs),
      worstEventLoopDelayMs: Math.max(now.worstEventLoopDelayMs, this.former.worstEventLoopDelayMs),
      residentBytes: rss, heapUsedBytes: heapUsed,
    };
  }

  private turn(): void {
    this.former = this.delays();
    this.histogram.reset();
  }

  private delays(): Delays {
    const { count, max } = this.histogram;
    return { eventLoopDelayMs: count < LEAST_TURNS ? 0 : delayOf(this.histogram.percentile(99)), worstEventLoopDelayMs: delayOf(max) };
  }
}

const delayOf = (nanoseconds: number): number => Math.max(0, Math.round(nanoseconds / NANOSECONDS_PER_MS) - RESOLUTION_MS);
