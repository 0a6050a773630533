import { systemClock } from '../../../src/kernel/clock.js';
import { openLog, type Log } from '../../../src/kernel/log.js';
import { fieldsByPrivacy } from '../../../src/protocol/privacy.js';
import { catalogue } from '../../../src/protocol/transactions/index.js';

/** The log of a tier as it is in production, except that its lines are kept for the test. */
export class CapturedLog {
  readonly lines: string[] = [];
  readonly log: Log = openLog(
    { level: 'debug', tier: 'probe', clock: systemClock, ...fieldsByPrivacy(catalogue) }, { write: (line: string) => { this.lines.push(line); } },
  );

  get text(): string {
    return this.lines.join('');
  }

  /** The lines of one message. */
  of(message: string): Record<string, unknown>[] {
    return this.lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter((line) => line.msg === message);
  }
}
