import { say } from './project.mjs';

/** Suites that hold on every database: the flows, and what the kernel keeps. */
export const PORTABLE = ['test/flows', 'test/postgres', 'test/kernel/outbox', 'test/kernel/idempotency'];

const USUAL_SERVER = 'postgresql://postgres@127.0.0.1:5432/postgres';

/** Whether the arguments for Jest name test files; options alone mean all of them. */
export const namesTests = (args) => args.some((arg) => !arg.startsWith('-'));

/** Makes this run one on PostgreSQL, if the server that `TEST_POSTGRES_URL` names is there and lets us create databases. */
export async function postgresForTests() {
  process.env.TEST_DATABASE = 'postgres';
  process.env.TEST_POSTGRES_URL ??= USUAL_SERVER;
  const why = await whyNot(process.env.TEST_POSTGRES_URL);
  if (why !== undefined) say(`没有可用于测试的 PostgreSQL（TEST_POSTGRES_URL）：${why}`, `No PostgreSQL for tests (TEST_POSTGRES_URL): ${why}`);
  return why === undefined;
}

/** Where a server was promised (`REQUIRE_POSTGRES=1`), its absence is a failure. */
export const exitCodeWithout = () => (process.env.REQUIRE_POSTGRES === '1' ? 1 : 0);

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
