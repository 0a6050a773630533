import pg from 'pg';

/** Jest's end of a run on PostgreSQL: drops what this run has created, also what broken tests have left behind. */
export default async function dropDatabases() {
  const { TEST_POSTGRES_URL, TEST_POSTGRES_PREFIX } = process.env;
  const server = new pg.Client({ connectionString: TEST_POSTGRES_URL });
  await server.connect();
  try {
    const { rows } = await server.query('SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)', [TEST_POSTGRES_PREFIX]);
    for (const { name } of rows) await server.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  } finally {
    await server.end();
  }
}
