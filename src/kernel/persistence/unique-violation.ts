const UNIQUE_VIOLATIONS: ReadonlySet<unknown> = new Set([
  'SQLITE_CONSTRAINT_UNIQUE',
  'SQLITE_CONSTRAINT_PRIMARYKEY',
  'SQLITE_CONSTRAINT_ROWID',
  '23505', // PostgreSQL: unique_violation
]);

/**
 * Whether a statement failed because a row with the same key is already there, on SQLite and on PostgreSQL.
 * On PostgreSQL the violation also spoils the open transaction: read again in a new unit of work, not in the same one.
 */
export function isUniqueViolation(error: unknown): boolean {
  return UNIQUE_VIOLATIONS.has(codeOf(error)) || UNIQUE_VIOLATIONS.has(codeOf(propertyOf(error, 'driverError')));
}

function codeOf(error: unknown): unknown {
  return propertyOf(error, 'code');
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
