import { In, type EntityManager, type EntityTarget, type FindOptionsWhere, type ObjectLiteral } from 'typeorm';

/** Few sizes of statement, so that each is prepared once and stays prepared. */
const SIZES = [100, 10, 1] as const;
const AT_ONCE = SIZES[0];

/** The list in pieces of the sizes of statement, the largest first. */
export function pieces<T>(all: readonly T[]): T[][] {
  const found: T[][] = [];
  let from = 0;
  for (const size of SIZES) {
    for (; all.length - from >= size; from += size) found.push(all.slice(from, from + size));
  }
  return found;
}

/**
 * Inserts many new rows in plain SQL, the same on every database: a hundred rows in each statement instead of one, without the query builder, which takes
 * longer than the database. Every row must have every column.
 */
export async function insertMany<E extends ObjectLiteral>(manager: EntityManager, entity: EntityTarget<E>, rows: readonly E[]): Promise<void> {
  const { tableName, columns } = manager.connection.getMetadata(entity);
  const { driver } = manager.connection;
  const names = columns.map(({ databaseName }) => driver.escape(databaseName)).join(', ');
  for (const piece of pieces(rows)) {
    const values = piece.flatMap((row) => columns.map((column) => column.getEntityValue(row, true) as unknown));
    await manager.query(`INSERT INTO ${driver.escape(tableName)} (${names}) VALUES ${tuples(manager, piece.length, columns.length)}`, values);
  }
}

/** `(?, ?), (?, ?)`, or as the database writes its parameters: so many rows of so many values. */
export function tuples(manager: EntityManager, rows: number, columns: number): string {
  const { driver } = manager.connection;
  const parameter = (index: number): string => driver.createParameter(`p${index}`, index);
  const tuple = (row: number): string => `(${Array.from({ length: columns }, (_, column) => parameter(row * columns + column)).join(', ')})`;
  return Array.from({ length: rows }, (_, row) => tuple(row)).join(', ');
}

/** The rows in which a column has one of many values, each value asked for once; in no order. */
export async function findMany<E extends ObjectLiteral>(
  manager: EntityManager, entity: EntityTarget<E>, column: keyof E & string, values: readonly (string | number)[],
): Promise<E[]> {
  const wanted = [...new Set(values)];
  const found: E[] = [];
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    const some = wanted.slice(from, from + AT_ONCE);
    found.push(...await manager.getRepository(entity).findBy({ [column]: In(padded(some)) } as FindOptionsWhere<E>));
  }
  return found;
}

/** The last value repeated up to a full statement. */
const padded = <T>(some: readonly T[]): T[] => [...some, ...some.slice(-1).flatMap((last) => Array<T>(AT_ONCE - some.length).fill(last))];
