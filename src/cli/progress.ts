import type { Clock } from '../kernel/clock.js';

const WIDTH = 24;
const REDRAW_MS = 200;
const SAY_EVERY_MS = 10_000;

export interface ProgressTo {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * How far a long piece of work is: a bar with rate and remaining time on a terminal, plain lines every ten seconds elsewhere. On standard error, which does
 * not belong to what a command has to say.
 */
export class Progress {
  private readonly startedAt: number;
  private shownAt: number;
  private drawn = false;

  /** `done` of `total` was there before this process began. */
  constructor(
    private readonly title: string, private readonly total: number, private readonly before: number, private readonly clock: Clock,
    private readonly to: ProgressTo = process.stderr,
  ) {
    this.startedAt = clock.now();
    this.shownAt = to.isTTY === true ? 0 : this.startedAt;
  }

  at(done: number): void {
    const now = this.clock.now();
    if (now - this.shownAt < (this.to.isTTY === true ? REDRAW_MS : SAY_EVERY_MS)) return;
    this.shownAt = now;
    this.show(done, now);
  }

  /** Leaves the last word standing. */
  end(done: number): void {
    this.show(done, this.clock.now());
    if (this.drawn) this.to.write('\n');
  }

  private show(done: number, now: number): void {
    const line = progressLine({ title: this.title, done, total: this.total, perSecond: this.rate(done, now) });
    if (this.to.isTTY !== true) {
      this.to.write(`${line}\n`);
      return;
    }
    this.drawn = true;
    const filled = this.total === 0 ? WIDTH : Math.round((WIDTH * Math.min(done, this.total)) / this.total);
    this.to.write(`\r\u001b[2K[${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}] ${line}`);
  }

  private rate(done: number, now: number): number {
    return (done - this.before) / Math.max(0.001, (now - this.startedAt) / 1_000);
  }
}

interface Standing {
  readonly title: string;
  readonly done: number;
  readonly total: number;
  readonly perSecond: number;
}

/** `读取 load 12,000 / 20,000 · 60% · 24,000/s · 剩余 left 0:01`. */
export function progressLine({ title, done, total, perSecond }: Standing): string {
  const share = total === 0 ? 100 : Math.floor((100 * Math.min(done, total)) / total);
  const left = done >= total ? [] : [`剩余 left ${perSecond > 0 ? minutes((total - done) / perSecond) : '?'}`];
  return [`${title} ${grouped(done)} / ${grouped(total)}`, `${share}%`, `${grouped(Math.round(perSecond))}/s`, ...left].join(' · ');
}

const grouped = (number: number): string => number.toLocaleString('en-US');

function minutes(seconds: number): string {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
