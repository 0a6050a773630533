import { say } from './project.mjs';
import { ScratchCluster } from './scratch-cluster.mjs';

/** Suites that hold on every database: the flows, and what the kernel keeps. */
const PORTABLE = ['test/flows', 'test/postgres', 'test/kernel/outbox', 'test/kernel/idempotency'];

const USUAL_SERVER = 'postgresql://postgres@127.0.0.1:5432/postgres';

/** What this server holds is thrown away, so nothing waits for a disk. */
const IN_A_HURRY = { fsync: 'off', full_page_writes: 'off', max_connections: '200', shared_buffers: '256MB', log_min_messages: 'fatal' };

/**
 * Runs `jest` with the tests that the arguments name, or all that hold on every database, on PostgreSQL: the server that `TEST_POSTGRES_URL` names, else
 * one of this run's own where its programs are installed, else the usual one of this machine. Resolves with the exit code. Without a server there is nothing
 * to do, which is a failure only where one was promised (`REQUIRE_POSTGRES=1`).
 */
export async function runOnPostgres(jest, args, folder) {
  const named = process.env.TEST_POSTGRES_URL;
  const own = named === undefined ? await ScratchCluster.start({ folder, settings: IN_A_HURRY }) : undefined;
  const cluster = own instanceof ScratchCluster ? own : undefined;
  try {
    const url = named ?? cluster?.url ?? USUAL_SERVER;
    const why = await whyNot(url);
    if (why === undefined) return await jestOn(url, jest, args);
    say(`没有可用于测试的 PostgreSQL（TEST_POSTGRES_URL）：${why}`, `No PostgreSQL for tests (TEST_POSTGRES_URL): ${why}`);
    return process.env.REQUIRE_POSTGRES === '1' ? 1 : 0;
  } finally {
    cluster?.remove();
  }
}

/** Options alone mean all tests. */
function jestOn(url, jest, args) {
  Object.assign(process.env, { TEST_DATABASE: 'postgres', TEST_POSTGRES_URL: url });
  return jest(args.some((arg) => !arg.startsWith('-')) ? args : [...args, ...PORTABLE]);
}

async function whyNot(url) {
  const { default: pg } = await import('pg'); // after the install
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  try {
    await client.connect();
    const { rows } = await client.query('SELECT rolcreatedb OR rolsuper AS may FROM pg_roles WHERE rolname = current_user');
    return rows[0].may ? undefined : 'the role may not create databases';
  } catch (error) {
    return error.message || error.code;
  } finally {
    await client.end().catch(() => undefined);
  }
}
