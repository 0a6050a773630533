import pg from 'pg';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import type { PostgresPlace } from './database-place.js';
import { exactInteger } from './exact-integer.js';

/** How long a caller waits for a connection: a free one of the pool, or a new one. */
const CONNECT_MS = 5_000;

/** How long a statement waits for a lock, above all a unit of work for the writers' turn that another replica holds. */
const LOCK_MS = 10_000;

/** A replica that hangs or has lost its network inside a unit of work keeps the writers' turn no longer than this; then the server ends its session. */
const IDLE_IN_UNIT_MS = 30_000;

/** The server notices within half a minute that our machine is gone, instead of two hours later, and gives back the locks that its sessions held. */
const PROBED = '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3';

/**
 * How a tier connects to PostgreSQL.
 *
 * - `types`: of this pool alone, since other users of the driver in the same process may count on its own. A bigint becomes a number, as on SQLite.
 * - `installExtensions`: needs a privilege that a tier should not have, and no type of ours needs an extension.
 * - an idle connection that the server has closed leaves the pool without a word; whoever asks next gets another.
 */
export function postgresOptions({ url, poolSize }: PostgresPlace): PostgresDataSourceOptions {
  return {
    type: 'postgres',
    driver: pg,
    url,
    poolSize,
    installExtensions: false,
    applicationName: 'openec',
    connectTimeoutMS: CONNECT_MS,
    poolErrorHandler: () => undefined,
    extra: {
      Client: WatchedClient,
      types: { getTypeParser: parserOf },
      keepAlive: true,
      options: PROBED,
      lock_timeout: LOCK_MS,
      idle_in_transaction_session_timeout: IDLE_IN_UNIT_MS,
    },
  };
}

/**
 * A connection whose loss ends no process. The pool and its users listen for that, but not in the moment between, in which the pool hands a connection
 * over; whoever gets a lost one learns it from the first statement.
 */
class WatchedClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

const parserOf: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') => (
  oid === Number(pg.types.builtins.INT8) && format !== 'binary' ? exactInteger : pg.types.getTypeParser(oid, format)
);
