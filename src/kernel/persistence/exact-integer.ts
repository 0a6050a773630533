/**
 * A `bigint` of the database as a number: SQLite hands out a number, PostgreSQL a text, because a bigint may exceed what a number holds exactly.
 * @throws RangeError for a value that a number cannot hold exactly: a rounded sequence or amount must not be used.
 */
export function exactInteger(value: unknown): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`A bigint column holds ${String(value)}, which is no exact integer here`);
  return number;
}
