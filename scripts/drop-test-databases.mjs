import pg from 'pg';

/** Each drop has the server write everything else down; those that wait at the same time wait for one writing. */
const AT_ONCE = 20;

/** Jest's end of a run on PostgreSQL: drops every database of this run. */
export default async function dropDatabases() {
  const names = await onServer(async (server) => (
    await server.query('SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)', [process.env.TEST_POSTGRES_PREFIX])
  ).rows.map(({ name }) => name));
  const dropping = Array.from({ length: AT_ONCE }, () => onServer(async (server) => {
    for (let name = names.pop(); name !== undefined; name = names.pop()) await server.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  }));
  await Promise.all(dropping);
}

async function onServer(act) {
  const server = new pg.Client({ connectionString: process.env.TEST_POSTGRES_URL });
  await server.connect();
  try {
    return await act(server);
  } finally {
    await server.end();
  }
}
