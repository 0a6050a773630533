import type { Client } from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { TurnQueue } from './turn-queue.js';

type Release = (error?: Error) => void;

/** One connection of the pool, kept for what lives as long as a session: locks that no transaction holds. Whoever opens it closes it. */
export class PostgresSession {
  private lost = false;
  private readonly statements = new TurnQueue();

  private constructor(private readonly client: Client, private readonly release: Release) {
    client.on('error', this.onLoss);
  }

  /** @throws the driver's error if there is no connection to be had. */
  static async open(dataSource: DataSource): Promise<PostgresSession> {
    const [client, release] = await (dataSource.driver as PostgresDriver).obtainMasterConnection() as [Client, Release];
    return new PostgresSession(client, release);
  }

  /** Whether the session, and with it every lock it held, is gone. */
  get isLost(): boolean {
    return this.lost;
  }

  /** The first column of the first row. A statement that fails ends the session: whether a lock is held must never be in doubt. */
  async ask(sql: string, parameters: unknown[] = []): Promise<unknown> {
    return this.statements.inTurn(async () => {
      try {
        const { rows } = await this.client.query<unknown[]>({ text: sql, values: parameters, rowMode: 'array' });
        return rows[0]?.[0];
      } catch (error) {
        this.lost = true;
        throw error;
      }
    });
  }

  /** Ends the session at the server too, so that no lock outlives it. */
  close(): void {
    this.client.off('error', this.onLoss);
    this.release(new Error('the session is over'));
  }

  private readonly onLoss = (): void => { this.lost = true; };
}
