import type { DataSource } from 'typeorm';

/** Names of the tables of a database, on SQLite and on PostgreSQL. */
export async function tablesOf(dataSource: DataSource): Promise<string[]> {
  const rows = await dataSource.query<{ name: string }[]>(dataSource.options.type === 'postgres'
    ? 'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1'
    : "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1");
  return rows.map(({ name }) => name);
}

/** A statement with `?` in place of its parameters, as the database of the data source spells it. */
export function spelledFor(dataSource: DataSource, sql: string): string {
  if (dataSource.options.type !== 'postgres') return sql;
  let count = 0;
  return sql.replaceAll('?', () => `$${(count += 1)}`);
}
