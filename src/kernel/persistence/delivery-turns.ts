import type { DataSource } from 'typeorm';
import { isPostgres } from './data-source-options.js';
import { DELIVERERS_TURNS } from './postgres-locks.js';
import { PostgresSession } from './postgres-session.js';

/** Gives a turn back. */
export type EndTurn = () => Promise<void>;

/** Which replica of a tier delivers to a destination: one at a time. */
export interface DeliveryTurns {
  /** The turn, until it is given back or this process ends; undefined while another replica has it. */
  take(destination: string): Promise<EndTurn | undefined>;
  /** Gives every turn back. */
  close(): Promise<void>;
}

/** The turns at the database of a tier; on SQLite, where a tier is one process, always granted. */
export function deliveryTurns(dataSource: DataSource): DeliveryTurns {
  return isPostgres(dataSource) ? new PostgresDeliveryTurns(dataSource) : ALONE;
}

const ALONE: DeliveryTurns = { take: () => Promise.resolve(() => Promise.resolve()), close: () => Promise.resolve() };

/**
 * Advisory locks of one session, kept for them: when this process dies or loses the server, they are free at once, and no clock is asked.
 *
 * A replica that loses the session in the middle of an attempt may have its messages sent a second time by the next one. The receiver knows a message by
 * its id and takes it once, and whoever marks it second finds it marked; so the turn saves double work and decides nothing that must be right.
 */
class PostgresDeliveryTurns implements DeliveryTurns {
  private session: Promise<PostgresSession> | undefined;
  private closed = false;

  constructor(private readonly dataSource: DataSource) {}

  async take(destination: string): Promise<EndTurn | undefined> {
    if (this.closed) return undefined;
    const session = await this.living();
    const granted = await session.ask(`SELECT pg_try_advisory_lock(${DELIVERERS_TURNS}, hashtext($1))`, [destination]);
    return granted === true ? () => endTurn(session, destination) : undefined;
  }

  async close(): Promise<void> {
    this.closed = true;
    (await this.session?.catch(() => undefined))?.close();
    this.session = undefined;
  }

  /** The session that keeps the locks, a new one where the last was lost. */
  private async living(): Promise<PostgresSession> {
    const opening = this.session ??= PostgresSession.open(this.dataSource);
    const session = await opening.catch(() => undefined);
    if (session?.isLost === false) return session;
    if (this.session !== opening) return this.living();
    session?.close();
    this.session = undefined;
    if (session === undefined) await opening;
    return this.living();
  }
}

async function endTurn(session: PostgresSession, destination: string): Promise<void> {
  if (session.isLost) return;
  // A session that fails here is lost, and its locks with it.
  await session.ask(`SELECT pg_advisory_unlock(${DELIVERERS_TURNS}, hashtext($1))`, [destination]).catch(() => undefined);
}
