import { pino, type DestinationStream, type Logger } from 'pino';
import { isoTime, type Clock } from './clock.js';
import { redact } from './journal/redaction.js';

/** The log of one tier. Personal data is masked and secrets are left out before a line is written. */
export type Log = Pick<Logger, 'fatal' | 'error' | 'warn' | 'info' | 'debug'>;

/** Injection token of the {@link Log}. */
export const LOG = Symbol('Log');

export interface LogOptions {
  readonly level: string;
  readonly tier: string;
  readonly clock: Clock;
  /** Fields whose values never stand in a line, and fields that are masked. */
  readonly secretFields: ReadonlySet<string>;
  readonly personalFields: ReadonlySet<string>;
}

/** JSON lines on standard error, so that standard output belongs to commands. */
export function openLog(options: LogOptions, destination: DestinationStream = pino.destination({ dest: 2, sync: false })): Log {
  const clean = (value: unknown): unknown => redact(value, options.secretFields, options.personalFields);
  return pino({
    level: options.level,
    base: { tier: options.tier },
    timestamp: () => `,"time":"${isoTime(options.clock.now())}"`,
    hooks: {
      logMethod(args, method) {
        method.apply(this, args.map(clean) as Parameters<typeof method>);
      },
    },
  }, destination);
}
