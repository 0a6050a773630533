import { setTimeout as sleep } from 'node:timers/promises';

/** How long a start of a transaction and a read outlast that no connection is to be had; a restart of the server takes a second or two. */
const PATIENCE_MS = 3_000;

const PAUSE_MS = 50;

/** SQLSTATE of a server that ends a session, is shutting down or is not yet up; class 08 is the connection itself. */
const SERVER_GONE: ReadonlySet<string> = new Set(['57P01', '57P02', '57P03', '25P03']);

const NETWORK: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOENT', 'EHOSTUNREACH', 'ENETUNREACH']);

/** What the driver says, without a code, when a connection breaks under it. */
const BROKEN = /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Client was closed)/;

/** Repeats what has not begun to change anything while the connection to the server is lost. Shared by all callers of one data source. */
export class Reconnecting {
  /** Since when no attempt has succeeded, by the monotonic clock. */
  private lostAt: number | undefined;

  constructor(private readonly patienceMs = PATIENCE_MS) {}

  /**
   * Runs `attempt` until it gets through to the server, but not for long after the server was lost: then everybody fails at once instead of one after
   * the other. `attempt` must be a read outside of a transaction or the beginning of one, and come with a connection of its own each time.
   */
  async through<T>(attempt: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        const result = await attempt();
        this.lostAt = undefined;
        return result;
      } catch (error) {
        if (!isConnectionLoss(error)) throw error;
        this.lostAt ??= performance.now();
        if (performance.now() - this.lostAt >= this.patienceMs) throw error;
      }
      await sleep(PAUSE_MS);
    }
  }
}

/** Whether a statement failed because the server or the way to it is gone, and not because of what it says. */
export function isConnectionLoss(error: unknown): boolean {
  return isLoss(error) || isLoss(propertyOf(error, 'driverError'));
}

function isLoss(error: unknown): boolean {
  const [code, message] = [propertyOf(error, 'code'), propertyOf(error, 'message')];
  if (typeof code === 'string' && (SERVER_GONE.has(code) || NETWORK.has(code) || /^08...$/.test(code))) return true;
  return typeof message === 'string' && BROKEN.test(message);
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
